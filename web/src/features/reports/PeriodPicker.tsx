import { Group, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { dateIn } from "../../i18n/format";
import { DateField } from "../../parts/DateField";
import { useWho } from "../../parts/who";
import { PRESETS, type Period, isPreset, periodOf, presetOf } from "./periods";

interface Props {
  value: Period;
  onChange: (period: Period) => void;
}

/** Which days: one of the usual ranges, or any two. */
export function PeriodPicker({ value, onChange }: Props) {
  const { t } = useTranslation("reports");
  const { company } = useWho();
  const today = dateIn(new Date(), company.time_zone);
  return (
    <Group align="flex-end" gap="sm" maw={620}>
      <Select
        label={t("period.label")}
        value={presetOf(value, today) ?? "own"}
        onChange={(word) => word && isPreset(word) && onChange(periodOf(word, today))}
        allowDeselect={false}
        data={[
          ...PRESETS.map((preset) => ({ value: preset, label: t(`period.${preset}`) })),
          { value: "own", label: t("period.own"), disabled: true },
        ]}
        flex="1 1 190px"
      />
      <Group gap="sm" flex="1 1 280px" wrap="nowrap">
        <DateField
          label={t("period.from")}
          value={value.from}
          onChange={(from) => from && onChange({ from, until: from > value.until ? from : value.until })}
          flex={1}
          miw={0}
        />
        <DateField
          label={t("period.until")}
          value={value.until}
          onChange={(until) => until && onChange({ from: until < value.from ? until : value.from, until })}
          flex={1}
          miw={0}
        />
      </Group>
    </Group>
  );
}
