import { addDays, mondayOf } from "../../i18n/format";
import type { View } from "./search";

/** Days from one on, and before another. */
export interface Range {
  from: string;
  to: string;
}

/** The days that a view of a date shows: of a month, whole weeks. */
export function rangeOf(view: View, date: string): Range {
  if (view === "day") return { from: date, to: addDays(date, 1) };
  if (view === "month") return { from: mondayOf(firstOf(date)), to: addDays(mondayOf(lastOf(date)), 7) };
  return { from: mondayOf(date), to: addDays(mondayOf(date), 7) };
}

/** The date that shows what comes next, or came before. */
export function turn(view: View, date: string, by: 1 | -1): string {
  if (view === "day") return addDays(date, by);
  if (view !== "month") return addDays(date, 7 * by);
  const there = by > 0 ? addDays(lastOf(date), 1) : firstOf(addDays(firstOf(date), -1));
  return [date.slice(8), lastOf(there).slice(8)].sort()[0] === date.slice(8)
    ? `${there.slice(0, 8)}${date.slice(8)}`
    : lastOf(there);
}

export const firstOf = (date: string): string => `${date.slice(0, 8)}01`;

function lastOf(date: string): string {
  return addDays(firstOf(addDays(firstOf(date), 31)), -1);
}
