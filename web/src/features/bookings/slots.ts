import type { Schemas } from "../../api/client";
import { addDays } from "../../i18n/format";

export type Slot = Schemas["Slot"];

/** How many days of free times are asked for at once. */
export const SPAN_DAYS = 28;

/** Free times by the day they start on in a zone. */
export function byDay(slots: Slot[], zone: string): Map<string, Slot[]> {
  const dates = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  return group(slots, (slot) => dates.format(new Date(slot.starts_at)));
}

export type DayPart = "morning" | "afternoon" | "evening";

/** The free times of a day as people speak of a day. */
export function byPart(slots: Slot[], zone: string): Map<DayPart, Slot[]> {
  const hours = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" });
  return group(slots, (slot) => {
    const hour = Number(hours.format(new Date(slot.starts_at)));
    return hour < 12 ? "morning" : hour < 17 ? "afternoon" : "evening";
  });
}

/** The first day of the week, counted from `first`, that a date is in; `first` where it lies before. */
export const weekOf = (date: string, first: string): string => stretchOf(date, first, 7);

/** The same of the days that are asked for at once. */
export const spanOf = (date: string, first: string): string => stretchOf(date, first, SPAN_DAYS);

function stretchOf(date: string, first: string, length: number): string {
  const days = Math.round((Date.parse(date) - Date.parse(first)) / 86_400_000);
  return addDays(first, Math.max(0, Math.floor(days / length) * length));
}

function group<Key>(slots: Slot[], key: (slot: Slot) => Key): Map<Key, Slot[]> {
  const groups = new Map<Key, Slot[]>();
  for (const slot of slots) {
    const found = groups.get(key(slot));
    if (found) found.push(slot);
    else groups.set(key(slot), [slot]);
  }
  return groups;
}
