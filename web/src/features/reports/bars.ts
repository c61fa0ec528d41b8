import type { Schemas } from "../../api/client";
import { mondayOf } from "../../i18n/format";

type Counts = Schemas["BookingCounts"];

/** What somebody who looks at a chart tells apart, and the statuses that are it. */
export const GROUPS = {
  done: ["completed", "in_progress"],
  planned: ["confirmed", "pending"],
  no_show: ["no_show"],
  lost: ["cancelled", "declined", "expired"],
} as const satisfies Record<string, (keyof Counts)[]>;

export type Group = keyof typeof GROUPS;

/** A bar: the first day of what it is about, and how many of each group. */
export type Bar = { day: string } & Record<Group, number>;

export type Step = "day" | "week" | "month";

/** How wide a bar has to be for so many days to be seen at a glance. */
export const stepFor = (days: number): Step => (days <= 45 ? "day" : days <= 190 ? "week" : "month");

/** Days, added up to bars of a step. */
export function barsOf(days: Schemas["DayCounts"][], step: Step): Bar[] {
  const bars = new Map<string, Bar>();
  for (const { day, bookings } of days) {
    const first = firstOf(day, step);
    const bar = bars.get(first) ?? { day: first, done: 0, planned: 0, no_show: 0, lost: 0 };
    bar.done += sum(bookings, "done");
    bar.planned += sum(bookings, "planned");
    bar.no_show += sum(bookings, "no_show");
    bar.lost += sum(bookings, "lost");
    bars.set(first, bar);
  }
  return [...bars.values()];
}

export const sum = (counts: Counts, group: Group): number =>
  GROUPS[group].reduce((total, status) => total + counts[status], 0);

function firstOf(day: string, step: Step): string {
  if (step === "week") return mondayOf(day);
  return step === "month" ? `${day.slice(0, 7)}-01` : day;
}
