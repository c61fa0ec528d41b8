const SIZES = { minutes: 1, hours: 60, days: 1440 } as const;

export type Unit = keyof typeof SIZES;
export const UNITS: readonly Unit[] = ["minutes", "hours", "days"];

export const isUnit = (word: string): word is Unit => word in SIZES;

/** The unit that says so many minutes as a whole number, the largest first. */
export function unitOf(minutes: number): Unit {
  if (minutes === 0) return "hours";
  if (minutes % SIZES.days === 0) return "days";
  return minutes % SIZES.hours === 0 ? "hours" : "minutes";
}

export const toMinutes = (count: number, unit: Unit): number => Math.round(count * SIZES[unit]);

export const inUnit = (minutes: number, unit: Unit): number => minutes / SIZES[unit];

/** Minutes in words: `2 days`, `1 hour`, `1 day 30 minutes`. */
export function inWords(minutes: number, language: string): string {
  const say = (value: number, unit: "day" | "hour" | "minute") =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
  const days = Math.floor(minutes / SIZES.days);
  const hours = Math.floor((minutes % SIZES.days) / SIZES.hours);
  const rest = minutes % SIZES.hours;
  const parts = [
    days > 0 && say(days, "day"),
    hours > 0 && say(hours, "hour"),
    (rest > 0 || minutes === 0) && say(rest, "minute"),
  ];
  return parts.filter(Boolean).join(" ");
}

/** What a unit is called after a number of it: `day`, `days`. */
export function unitWord(count: number, unit: Unit, language: string): string {
  const name = { minutes: "minute", hours: "hour", days: "day" }[unit];
  const parts = new Intl.NumberFormat(language, {
    style: "unit",
    unit: name,
    unitDisplay: "long",
  }).formatToParts(count);
  return parts.find(({ type }) => type === "unit")?.value ?? name;
}
