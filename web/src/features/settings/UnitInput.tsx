import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { type Unit, unitWord } from "./durations";
import { HINT_BELOW } from "./fields";

interface Props extends Omit<NumberInputProps, "value" | "suffix"> {
  unit: Unit;
  /** How many of the unit. */
  value?: number;
}

/** A whole number of one unit, which is named behind it. */
export function UnitInput({ unit, value = 0, ...rest }: Props) {
  const { i18n } = useTranslation();
  const suffix = ` ${unitWord(value, unit, i18n.language)}`;
  return (
    <NumberInput
      inputWrapperOrder={HINT_BELOW}
      allowDecimal={false}
      {...rest}
      value={value}
      suffix={suffix}
    />
  );
}
