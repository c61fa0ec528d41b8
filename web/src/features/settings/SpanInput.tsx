import { NativeSelect, NumberInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { UNITS, inUnit, isUnit, toMinutes, unitOf } from "./durations";

interface Props {
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  /** Minutes. */
  value?: number;
  onChange: (minutes: number) => void;
  min?: number;
  hideLabel?: boolean;
}

/** A length of time, as a number of minutes, hours or days. */
export function SpanInput({ label, description, error, value, onChange, min = 0, hideLabel = false }: Props) {
  const { t } = useTranslation("settings");
  const [unit, setUnit] = useState(() => unitOf(value));
  return (
    <NumberInput
      {...(hideLabel ? { "aria-label": label } : { label })}
      description={description}
      error={error}
      min={min}
      allowNegative={false}
      decimalScale={2}
      hideControls
      required
      withAsterisk={false}
      value={inUnit(value, unit)}
      onChange={(count) => onChange(toMinutes(Number(count) || 0, unit))}
      rightSectionWidth={112}
      rightSection={
        <NativeSelect
          aria-label={t("unit_of", { label })}
          variant="unstyled"
          w={104}
          data={UNITS.map((value) => ({ value, label: t(`units.${value}`) }))}
          value={unit}
          onChange={({ currentTarget }) => {
            if (!isUnit(currentTarget.value)) return;
            onChange(toMinutes(inUnit(value, unit), currentTarget.value));
            setUnit(currentTarget.value);
          }}
        />
      }
    />
  );
}
