import { Checkbox, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { TextLink } from "../../parts/links";
import { Section } from "../../parts/Section";
import { useFormat } from "../../parts/who";
import type { ServiceSection } from "./ServiceForm";
import { useAddons } from "./lists";

/** The add-ons that a service can be booked with. */
export function ServiceAddons({ form }: ServiceSection) {
  const { t } = useTranslation("catalogue");
  const { money, duration } = useFormat();
  const addons = useAddons();
  const words = (minutes: number, price: string) =>
    minutes > 0 ? `+${duration(minutes)} · ${price}` : price;
  return (
    <Section title={t("addons.title")} about={t("services.addons_about")}>
      {addons.data?.length === 0 ? (
        <Text size="sm">
          {t("addons.none")}{" "}
          <TextLink to="/catalogue/addons" size="sm">
            {t("addons.add")}
          </TextLink>
        </Text>
      ) : (
        <Checkbox.Group aria-label={t("addons.title")} {...form.getInputProps("addon_ids")}>
          <Stack gap="xs">
            {(addons.data ?? []).map(({ id, name, duration_minutes, price }) => (
              <Checkbox
                key={id}
                value={id}
                label={name}
                description={words(duration_minutes, money(price))}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </Section>
  );
}
