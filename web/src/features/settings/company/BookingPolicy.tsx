import { Button, Group, Radio, SimpleGrid, Stack, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Page } from "../../../parts/Page";
import { Section } from "../../../parts/Section";
import { Refusal } from "../../../parts/states";
import { SpanInput } from "../SpanInput";
import { UnitInput } from "../UnitInput";
import { useCompanyForm } from "../useCompanyForm";
import { PolicyPreview } from "./PolicyPreview";

/** How a client books for themselves: when, how far ahead, and until when they can change their mind. */
export function BookingPolicy() {
  const { t } = useTranslation(["settings", "common"]);
  const { form, refusal, sending, submit } = useCompanyForm(
    ({
      confirmation,
      assignment_confirms,
      minimum_notice_minutes,
      horizon_days,
      slot_step_minutes,
      hold_minutes,
      pending_minutes,
      cancellation_notice_minutes,
    }) => ({
      confirmation,
      assignment_confirms,
      minimum_notice_minutes,
      horizon_days,
      slot_step_minutes,
      hold_minutes,
      pending_minutes,
      cancellation_notice_minutes,
    }),
    (values) => values,
  );
  const manual = form.values.confirmation === "manual";
  return (
    <Page title={t("pages.booking")} about={t("abouts.booking")}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Refusal of={refusal} />
          <Section title={t("booking.confirmation")}>
            <Radio.Group aria-label={t("booking.confirmation")} {...form.getInputProps("confirmation")}>
              <Stack gap="sm">
                <Radio
                  value="automatic"
                  label={t("booking.automatic")}
                  description={t("booking.automatic_text")}
                />
                <Radio value="manual" label={t("booking.manual")} description={t("booking.manual_text")} />
              </Stack>
            </Radio.Group>
            {manual && (
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                <SpanInput
                  label={t("booking.pending")}
                  description={t("booking.pending_text")}
                  min={0}
                  {...form.getInputProps("pending_minutes")}
                />
                <Switch
                  mt={{ base: 0, sm: 32 }}
                  label={t("booking.assignment")}
                  {...form.getInputProps("assignment_confirms", { type: "checkbox" })}
                />
              </SimpleGrid>
            )}
          </Section>
          <Section title={t("booking.times")}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <SpanInput
                label={t("booking.notice")}
                description={t("booking.notice_text")}
                {...form.getInputProps("minimum_notice_minutes")}
              />
              <UnitInput
                unit="days"
                {...form.getInputProps("horizon_days")}
                label={t("booking.horizon")}
                description={t("booking.horizon_text")}
                min={1}
                max={365}
              />
              <UnitInput
                unit="minutes"
                {...form.getInputProps("slot_step_minutes")}
                label={t("booking.step")}
                description={t("booking.step_text")}
                min={5}
                max={240}
                step={5}
              />
              <UnitInput
                unit="minutes"
                {...form.getInputProps("hold_minutes")}
                label={t("booking.hold")}
                description={t("booking.hold_text")}
                min={1}
                max={60}
              />
            </SimpleGrid>
          </Section>
          <Section title={t("booking.cancellation")}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <SpanInput
                label={t("booking.cancellation_notice")}
                description={t("booking.cancellation_text")}
                {...form.getInputProps("cancellation_notice_minutes")}
              />
            </SimpleGrid>
          </Section>
          <PolicyPreview policy={form.values} />
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
