import type { Schemas } from "../../api/client";
import { addDays, mondayOf } from "../../i18n/format";
import type { Range } from "./range";
import { datesIn } from "./wall";

/** Some hours of a date, in minutes since its midnight. */
export interface Hours {
  date: string;
  from: number;
  to: number;
}

export interface Plan {
  week: Schemas["Hours"][];
  rules: Schemas["RecurringRule"][];
  exceptions: Schemas["DayException"][];
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const DAY_MINUTES = 1440;

/** When somebody works in a range: their week and recurring hours, but on a day that is different its own hours alone. */
export function worked({ week, rules, exceptions }: Plan, { from, to }: Range): Hours[] {
  const different = new Map(exceptions.map((day) => [day.on_date, day.windows]));
  return datesIn(from, to).flatMap((date) => {
    const windows = different.get(date) ?? [
      ...week.filter(({ weekday }) => weekday === WEEKDAYS[weekdayOf(date)]),
      ...rules.filter((rule) => fallsOn(rule, date)),
    ];
    return windows.map(({ starts, ends }) => ({ date, from: minutes(starts), to: minutes(ends) }));
  });
}

/** What of a range is not worked, day by day. */
export function closed(open: Hours[], { from, to }: Range): Hours[] {
  return datesIn(from, to).flatMap((date) => {
    const windows = open.filter((hours) => hours.date === date).sort((a, b) => a.from - b.from);
    const gaps: Hours[] = [];
    let at = 0;
    for (const window of windows) {
      if (window.from > at) gaps.push({ date, from: at, to: window.from });
      at = Math.max(at, window.to);
    }
    if (at < DAY_MINUTES) gaps.push({ date, from: at, to: DAY_MINUTES });
    return gaps;
  });
}

/** The whole hours that a grid shows, so that all of this is on it; where there is nothing, a usual day's. */
export function shownHours(all: { from: number; to: number }[]): { from: number; to: number } {
  if (all.length === 0) return { from: 8 * 60, to: 20 * 60 };
  const from = Math.min(...all.map((hours) => hours.from));
  const to = Math.max(...all.map((hours) => hours.to));
  return {
    from: Math.max(0, Math.floor(from / 60) * 60 - 60),
    to: Math.min(DAY_MINUTES, Math.ceil(to / 60) * 60 + 60),
  };
}

/** Whether a recurring rule (`FREQ=WEEKLY;INTERVAL=2;BYDAY=SA`, RFC 5545) has a date. */
export function fallsOn(
  { rule, starts_on }: Pick<Schemas["RecurringRule"], "rule" | "starts_on">,
  date: string,
): boolean {
  if (date < starts_on) return false;
  const parts = new Map(rule.split(";").map((part) => [part.split("=")[0] ?? "", part.split("=")[1] ?? ""]));
  const until = parts.get("UNTIL")?.replace(/^(\d{4})-?(\d\d)-?(\d\d).*$/, "$1-$2-$3");
  if (until && date > until) return false;
  if (!isDayOf(parts, starts_on, date)) return false;
  const count = parts.get("COUNT");
  return (
    !count ||
    datesIn(starts_on, addDays(date, 1)).filter((day) => isDayOf(parts, starts_on, day)).length <=
      Number(count)
  );
}

function isDayOf(parts: Map<string, string>, start: string, date: string): boolean {
  const interval = Number(parts.get("INTERVAL") ?? 1);
  const days = parts.get("BYDAY")?.split(",");
  const day = WEEKDAYS[weekdayOf(date)]?.slice(0, 2).toUpperCase() ?? "";
  if (parts.get("FREQ") === "DAILY") {
    return daysBetween(start, date) % interval === 0 && (!days || days.includes(day));
  }
  const weekOf = parts.get("WKST") === "SU" ? sundayOf : mondayOf;
  const weeks = daysBetween(weekOf(start), weekOf(date)) / 7;
  return weeks % interval === 0 && (days ? days.includes(day) : weekdayOf(date) === weekdayOf(start));
}

export function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
const sundayOf = (date: string): string => addDays(mondayOf(addDays(date, 1)), -1);
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
