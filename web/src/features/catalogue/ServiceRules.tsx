import { NumberInput, Select, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { DurationInput } from "../../parts/DurationInput";
import { MoneyInput } from "../../parts/MoneyInput";
import { Section } from "../../parts/Section";
import { useFormat, useWho } from "../../parts/who";
import type { ServiceSection } from "./ServiceForm";
import { PLACES } from "./choices";

const NOTICES = [0, 60, 120, 240, 720, 1440, 2880];

/** Where a service is done, and when it can be booked. */
export function ServiceRules({ form }: ServiceSection) {
  const { t } = useTranslation("catalogue");
  const { company } = useWho();
  const { duration, number } = useFormat();
  const as_company = (value: string) => t("services.as_company", { value });
  return (
    <Section title={t("services.rules")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t("fields.place")}
          allowDeselect={false}
          data={PLACES.map((value) => ({ value, label: t(`place.${value}`) }))}
          {...form.getInputProps("place")}
        />
        {form.values.place !== "location" && (
          <MoneyInput
            label={t("services.on_site")}
            description={t("services.on_site_hint")}
            {...form.getInputProps("on_site_surcharge")}
          />
        )}
        <DurationInput
          label={t("services.notice")}
          placeholder={as_company(duration(company.minimum_notice_minutes))}
          offers={NOTICES}
          {...form.getInputProps("minimum_notice_minutes")}
        />
        <NumberInput
          label={t("services.horizon")}
          placeholder={as_company(number(company.horizon_days))}
          min={1}
          max={365}
          allowDecimal={false}
          {...form.getInputProps("horizon_days")}
        />
        <NumberInput
          label={t("services.daily_limit")}
          placeholder={t("services.daily_limit_none")}
          min={1}
          max={1000}
          allowDecimal={false}
          {...form.getInputProps("daily_limit")}
        />
      </SimpleGrid>
    </Section>
  );
}
