import { NumberInput, type NumberInputProps } from "@mantine/core";

import type { Schemas } from "../api/client";
import { minorUnits } from "../i18n/format";
import { useFormat, useWho } from "./who";

type Money = Schemas["Money"];

interface Props extends Omit<NumberInputProps, "value" | "defaultValue" | "onChange" | "decimalScale"> {
  value?: Money | null;
  /** Null: nothing stands there. */
  onChange: (value: Money | null) => void;
  /** Absent: the company's. */
  currency?: string;
}

/** An amount of money, typed in the currency's own units and kept in its minor ones. */
export function MoneyInput({ value, onChange, currency: given, ...rest }: Props) {
  const { company } = useWho();
  const { language } = useFormat();
  const currency = given ?? company.currency;
  const units = minorUnits(currency);
  const { symbol, decimal, group } = signs(language, currency);
  return (
    <NumberInput
      min={0}
      max={9_999_999_999}
      hideControls
      thousandSeparator={group}
      decimalSeparator={decimal}
      allowedDecimalSeparators={[".", ","].filter((sign) => sign !== group)}
      decimalScale={Math.round(Math.log10(units))}
      allowNegative={false}
      leftSection={symbol}
      leftSectionWidth={symbol.length > 2 ? 52 : 36}
      {...rest}
      value={value ? value.amount / units : ""}
      onChange={(typed) => {
        const amount = typeof typed === "number" ? typed : Number.parseFloat(typed);
        onChange(Number.isNaN(amount) ? null : { amount: Math.round(amount * units), currency });
      }}
    />
  );
}

function signs(language: string, currency: string) {
  const parts = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  }).formatToParts(1_234_567.5);
  const of = (type: Intl.NumberFormatPartTypes, otherwise: string) =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { symbol: of("currency", currency), decimal: of("decimal", "."), group: of("group", " ") };
}
