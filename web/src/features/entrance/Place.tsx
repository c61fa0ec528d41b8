import { Select, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { LANGUAGES } from "../../i18n";
import { CURRENCIES } from "./guess";

const ZONES = Intl.supportedValuesOf("timeZone");

interface Props {
  /** The browser's. */
  zone: string;
  form: { getInputProps: (path: string) => object };
}

/** Where a company is: its currency, its language and its clock. */
export function Place({ zone, form }: Props) {
  const { t } = useTranslation("entrance");
  return (
    <Stack pt="xs">
      <Select
        label={t("register.currency")}
        data={CURRENCIES}
        searchable
        allowDeselect={false}
        {...form.getInputProps("company.currency")}
      />
      <Select
        label={t("register.language")}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps("company.language")}
      />
      <Select
        label={t("register.zone")}
        data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
        searchable
        allowDeselect={false}
        {...form.getInputProps("company.time_zone")}
      />
    </Stack>
  );
}
