import { type Format, useFormatIn } from "../../i18n/format";

/** How values read where there is no company: moments are in UTC, as the console says. */
export const useOperatorFormat = (): Format => useFormatIn("UTC");

/** 45 sec, 2 h 5 min */
export function seconds(format: Format, value: number): string {
  if (value >= 60) return format.duration(Math.round(value / 60));
  return new Intl.NumberFormat(format.language, {
    style: "unit",
    unit: "second",
    unitDisplay: "short",
  }).format(value);
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** 12.4 MB */
export function bytes(language: string, value: number): string {
  const at = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), UNITS.length - 1);
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[at] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: 1,
  }).format(value / 1000 ** at);
}
