import { Group, Input, NativeSelect, NumberInput } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { UNITS, inUnit, isUnit, toMinutes, unitOf, unitWord } from "./durations";

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
export function SpanInput({
  label,
  description,
  error,
  value = 0,
  onChange,
  min = 0,
  hideLabel = false,
}: Props) {
  const { t, i18n } = useTranslation("settings");
  const id = useId();
  const [unit, setUnit] = useState(() => unitOf(value));
  const count = inUnit(value, unit);
  return (
    <Input.Wrapper
      id={id}
      label={hideLabel ? undefined : label}
      description={description}
      error={error}
      inputWrapperOrder={["label", "input", "description", "error"]}
    >
      <Group gap={6} wrap="nowrap" mb={description || error ? 5 : 0}>
        <NumberInput
          {...(hideLabel ? { "aria-label": label } : { id })}
          flex={1}
          miw={70}
          min={min}
          allowNegative={false}
          decimalScale={2}
          required
          error={!!error}
          value={count}
          onChange={(typed) => onChange(toMinutes(Number(typed) || 0, unit))}
        />
        <NativeSelect
          aria-label={t("unit_of", { label })}
          w={120}
          data={UNITS.map((value) => ({ value, label: unitWord(count, value, i18n.language) }))}
          value={unit}
          onChange={({ currentTarget }) => {
            if (!isUnit(currentTarget.value)) return;
            onChange(toMinutes(count, currentTarget.value));
            setUnit(currentTarget.value);
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
