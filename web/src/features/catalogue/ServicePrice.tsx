import { SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { DurationInput } from "../../parts/DurationInput";
import { MoneyInput } from "../../parts/MoneyInput";
import { Section } from "../../parts/Section";
import type { ServiceSection } from "./ServiceForm";

const BUFFERS = [0, 5, 10, 15, 30];

/** How long a service takes, with the time around it, and what it costs. */
export function ServicePrice({ form }: ServiceSection) {
  const { t } = useTranslation("catalogue");
  return (
    <Section title={t("services.time_and_price")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <DurationInput
          label={t("fields.duration")}
          description={t("duration_hint")}
          required
          {...form.getInputProps("duration_minutes")}
        />
        <MoneyInput
          label={t("fields.price")}
          description={t("services.price_hint")}
          required
          {...form.getInputProps("price")}
          error={form.errors.price ?? form.errors["price.amount"]}
        />
        <DurationInput
          label={t("services.buffer_before")}
          description={t("services.buffer_before_hint")}
          offers={BUFFERS}
          {...form.getInputProps("buffer_before_minutes")}
        />
        <DurationInput
          label={t("services.buffer_after")}
          description={t("services.buffer_after_hint")}
          offers={BUFFERS}
          {...form.getInputProps("buffer_after_minutes")}
        />
        <MoneyInput
          label={t("services.express")}
          description={t("services.express_hint")}
          {...form.getInputProps("express_surcharge")}
        />
      </SimpleGrid>
    </Section>
  );
}
