import { Button, Group, MultiSelect, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { LANGUAGES } from "../../../i18n";
import { Page } from "../../../parts/Page";
import { Section } from "../../../parts/Section";
import { Refusal } from "../../../parts/states";
import { useWho } from "../../../parts/who";
import { ZoneSelect } from "../../../parts/ZoneSelect";
import { HINT_BELOW } from "../fields";
import { useCompanyForm } from "../useCompanyForm";
import { ClosingCompany } from "./ClosingCompany";

const CURRENCIES = Intl.supportedValuesOf("currency");
const LANGUAGE_CHOICES = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));

/** What the company is called, where it is reached, and where and in which words it works. */
export function Company() {
  const { t } = useTranslation(["settings", "common"]);
  const { company, can } = useWho();
  const { form, refusal, sending, submit } = useCompanyForm(
    ({ name, contact_email, contact_phone, website, time_zone, currency, language, languages }) => ({
      name,
      contact_email: contact_email ?? "",
      contact_phone: contact_phone ?? "",
      website: website ?? "",
      time_zone,
      currency,
      language,
      languages,
    }),
    ({ contact_email, contact_phone, website, currency, ...rest }) => ({
      ...rest,
      ...(currency === company.currency ? {} : { currency }),
      contact_email: contact_email || null,
      contact_phone: contact_phone || null,
      website: website || null,
    }),
  );
  const { languages, language } = form.values;
  return (
    <Page title={t("pages.company")} about={t("abouts.company")}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Refusal of={refusal} />
          <Section title={t("company.contact")}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={t("name")} required maxLength={120} {...form.getInputProps("name")} />
              <TextInput
                label={t("company.address")}
                value={`${window.location.origin}/b/${company.slug}`}
                readOnly
                variant="filled"
              />
              <TextInput
                label={t("company.email")}
                type="email"
                maxLength={254}
                {...form.getInputProps("contact_email")}
              />
              <TextInput
                label={t("company.phone")}
                type="tel"
                description={t("company.phone_hint")}
                inputWrapperOrder={HINT_BELOW}
                maxLength={40}
                {...form.getInputProps("contact_phone")}
              />
              <TextInput
                label={t("company.website")}
                type="url"
                placeholder="https://"
                maxLength={500}
                {...form.getInputProps("website")}
              />
            </SimpleGrid>
          </Section>
          <Section title={t("company.region")}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <ZoneSelect
                label={t("company.zone")}
                description={t("company.zone_hint")}
                inputWrapperOrder={HINT_BELOW}
                {...form.getInputProps("time_zone")}
              />
              <Select
                label={t("company.currency")}
                description={t("company.currency_hint")}
                inputWrapperOrder={HINT_BELOW}
                searchable
                allowDeselect={false}
                data={CURRENCIES}
                {...form.getInputProps("currency")}
              />
              <MultiSelect
                label={t("company.languages")}
                description={t("company.languages_hint")}
                inputWrapperOrder={HINT_BELOW}
                data={LANGUAGE_CHOICES}
                {...form.getInputProps("languages")}
                onChange={(chosen) => {
                  form.setFieldValue("languages", chosen);
                  const [first] = chosen;
                  if (first && !chosen.includes(language)) form.setFieldValue("language", first);
                }}
              />
              <Select
                label={t("company.language")}
                description={t("company.language_hint")}
                inputWrapperOrder={HINT_BELOW}
                allowDeselect={false}
                data={LANGUAGE_CHOICES.filter(({ value }) => languages.includes(value))}
                {...form.getInputProps("language")}
              />
            </SimpleGrid>
          </Section>
          <Group>
            <Button type="submit" loading={sending}>
              {t("common:save")}
            </Button>
          </Group>
        </Stack>
      </form>
      {can("company:close") && <ClosingCompany />}
    </Page>
  );
}
