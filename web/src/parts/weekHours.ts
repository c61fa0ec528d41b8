import type { Schemas } from "../api/client";

export type Hours = Schemas["Hours"];
export type Weekday = Schemas["Weekday"];
export type Stretch = Schemas["DayWindow"];

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies Weekday[];

/** A Monday: what a weekday's name is read from. */
const MONDAY = Date.UTC(2024, 0, 1, 12);

/** How a weekday is called. */
export function weekdayName(language: string, weekday: Weekday, style: "long" | "short" = "long"): string {
  const date = new Date(MONDAY + WEEKDAYS.indexOf(weekday) * 86_400_000);
  return new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" }).format(date);
}

export const ofDay = (hours: Hours[], weekday: Weekday): Stretch[] =>
  hours.filter((row) => row.weekday === weekday).map(({ starts, ends }) => ({ starts, ends }));

/** The same week with another day of it. */
export function withDay(hours: Hours[], weekday: Weekday, stretches: Stretch[]): Hours[] {
  return WEEKDAYS.flatMap((day) =>
    (day === weekday ? stretches : ofDay(hours, day)).map((stretch) => ({ weekday: day, ...stretch })),
  );
}

/** The same hours on each of these days. */
export function copied(hours: Hours[], from: Weekday, to: readonly Weekday[]): Hours[] {
  return to.reduce((week, day) => withDay(week, day, ofDay(hours, from)), hours);
}

/** What is wrong with one stretch of a day: it ends before it starts, or it is in the way of another. */
export function fault(stretches: Stretch[], index: number): "order" | "overlap" | null {
  const one = stretches[index];
  if (!one) return null;
  if (one.ends <= one.starts) return "order";
  const meets = stretches.some(
    (other, at) => at !== index && other.starts < one.ends && one.starts < other.ends,
  );
  return meets ? "overlap" : null;
}

export const hasFault = (stretches: Stretch[]): boolean =>
  stretches.some((_, index) => fault(stretches, index) !== null);

/** One more stretch for a day: the usual one, or one behind the last. */
export function another(stretches: Stretch[]): Stretch {
  const last = stretches.at(-1);
  if (!last) return { starts: "09:00", ends: "18:00" };
  const start = Math.min(minuteOf(last.ends) + 60, 23 * 60);
  return { starts: clock(start), ends: clock(Math.min(start + 180, 24 * 60)) };
}

/** Minutes of a week's hours. */
export const minutesOf = (hours: Stretch[]): number =>
  hours.reduce((sum, { starts, ends }) => sum + Math.max(0, minuteOf(ends) - minuteOf(starts)), 0);

/** The minute of the day of `HH:MM`. */
export function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

/** `HH:MM` of a minute of the day; `24:00` is its end. */
export const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
