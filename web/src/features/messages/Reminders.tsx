import { ActionIcon, Button, Group, Radio, SimpleGrid, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { Page } from "../../parts/Page";
import { Section } from "../../parts/Section";
import { Refusal } from "../../parts/states";
import { useFormat } from "../../parts/who";
import { inWords } from "../settings/durations";
import { SpanInput } from "../settings/SpanInput";
import { useCompanyForm } from "../settings/useCompanyForm";

const WAYS = ["email", "sms", "email,sms", "sms,email"] as const;

/** When clients are reminded, by which way, and when they are left in peace. */
export function Reminders() {
  const { t } = useTranslation(["messages", "common"]);
  const { language } = useFormat();
  const { form, refusal, sending, submit } = useCompanyForm(
    ({ reminder_leads, quiet_from, quiet_to, channels }) => ({
      reminder_leads: [...reminder_leads].sort((a, b) => b - a),
      quiet: !!quiet_from,
      quiet_from: quiet_from ?? "21:00",
      quiet_to: quiet_to ?? "08:00",
      channels: channels.join(","),
    }),
    ({ reminder_leads, quiet, quiet_from, quiet_to, channels }) => ({
      reminder_leads,
      quiet_from: quiet ? quiet_from : null,
      quiet_to: quiet ? quiet_to : null,
      channels: channels.split(","),
    }),
  );
  const leads = form.values.reminder_leads;
  const setLeads = (next: number[]) => form.setFieldValue("reminder_leads", next);
  const another = [1440, 120, 2880, 60, 10080].find((lead) => !leads.includes(lead)) ?? 30;

  return (
    <Page title={t("reminders.title")} about={t("reminders.about")}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Refusal of={refusal} />
          <Section title={t("reminders.leads")} about={t("reminders.leads_about")}>
            {leads.length === 0 && <Text size="sm">{t("reminders.leads_none")}</Text>}
            {leads.map((lead, index) => (
              <Group key={index} gap="xs" align="flex-start" wrap="nowrap">
                <Text size="sm" pt={6} c="dimmed" aria-hidden>
                  {index + 1}.
                </Text>
                <SpanInput
                  label={t("reminders.lead", { number: index + 1 })}
                  hideLabel
                  min={1}
                  value={lead}
                  onChange={(minutes) => setLeads(leads.map((old, at) => (at === index ? minutes : old)))}
                  error={form.errors[`reminder_leads.${index}`]}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={t("reminders.lead_remove", { time: inWords(lead, language) })}
                  onClick={() => setLeads(leads.filter((_, at) => at !== index))}
                >
                  <IconX size={16} aria-hidden />
                </ActionIcon>
              </Group>
            ))}
            {form.errors.reminder_leads && (
              <Text size="sm" c="var(--mantine-color-error)" role="alert">
                {form.errors.reminder_leads}
              </Text>
            )}
            {leads.length < 10 && (
              <Group>
                <Button
                  variant="default"
                  leftSection={<IconPlus size={16} aria-hidden />}
                  onClick={() => setLeads([...leads, another])}
                >
                  {t("reminders.lead_add")}
                </Button>
              </Group>
            )}
          </Section>
          <Section title={t("reminders.quiet")} about={t("reminders.quiet_about")}>
            <Switch label={t("reminders.quiet_on")} {...form.getInputProps("quiet", { type: "checkbox" })} />
            {form.values.quiet && (
              <SimpleGrid cols={2} maw={360}>
                <TextInput
                  type="time"
                  required
                  withAsterisk={false}
                  label={t("reminders.quiet_from")}
                  {...form.getInputProps("quiet_from")}
                />
                <TextInput
                  type="time"
                  required
                  withAsterisk={false}
                  label={t("reminders.quiet_to")}
                  {...form.getInputProps("quiet_to")}
                />
              </SimpleGrid>
            )}
          </Section>
          <Section title={t("reminders.channels")} about={t("reminders.channels_about")}>
            <Radio.Group aria-label={t("reminders.channels")} {...form.getInputProps("channels")}>
              <Stack gap="sm">
                {WAYS.map((way) => (
                  <Radio key={way} value={way} label={t(`reminders.ways.${way}`)} />
                ))}
              </Stack>
            </Radio.Group>
          </Section>
          <Group>
            <Button type="submit" loading={sending}>
              {t("common:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
