import { addDays, mondayOf } from "../../i18n/format";

/** Days, both ends among them, as `YYYY-MM-DD`. */
export interface Period {
  from: string;
  until: string;
}

export const PRESETS = [
  "last_7",
  "last_30",
  "this_week",
  "this_month",
  "last_month",
  "last_90",
  "this_year",
] as const;
export type Preset = (typeof PRESETS)[number];

export const isPreset = (word: string): word is Preset => PRESETS.some((preset) => preset === word);

/** The days that a preset means on `today`. */
export function periodOf(preset: Preset, today: string): Period {
  const month = `${today.slice(0, 7)}-01`;
  const endOfLastMonth = addDays(month, -1);
  switch (preset) {
    case "last_7":
      return { from: addDays(today, -6), until: today };
    case "last_30":
      return { from: addDays(today, -29), until: today };
    case "last_90":
      return { from: addDays(today, -89), until: today };
    case "this_week":
      return { from: mondayOf(today), until: addDays(mondayOf(today), 6) };
    case "this_month":
      return { from: month, until: addDays(nextMonth(month), -1) };
    case "last_month":
      return { from: `${endOfLastMonth.slice(0, 7)}-01`, until: endOfLastMonth };
    case "this_year":
      return { from: `${today.slice(0, 4)}-01-01`, until: `${today.slice(0, 4)}-12-31` };
  }
}

/** The preset that means just these days, if one does. */
export const presetOf = ({ from, until }: Period, today: string): Preset | null =>
  PRESETS.find((preset) => {
    const period = periodOf(preset, today);
    return period.from === from && period.until === until;
  }) ?? null;

/** As many days, right before. */
export function before(period: Period): Period {
  const days = daysOf(period);
  return { from: addDays(period.from, -days), until: addDays(period.from, -1) };
}

/** How many days. */
export const daysOf = ({ from, until }: Period): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000) + 1;

/** What the API asks for: its `to` is the day after the last. */
export const rangeOf = ({ from, until }: Period) => ({ from, to: addDays(until, 1) });

/** The days of what the API answered. */
export const daysBetween = ({ from, to }: { from: string; to: string }): Period => ({
  from,
  until: addDays(to, -1),
});

const nextMonth = (first: string): string => `${addDays(first, 32).slice(0, 7)}-01`;
