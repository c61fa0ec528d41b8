import type { Schemas } from "../../api/client";
import { addDays, dateIn, localIn, momentIn } from "../../i18n/format";

type Shift = Schemas["Shift"];

/** Hours on the wall that shifts are painted with; that end before they start end on the day after. */
export interface Brush {
  starts: string;
  ends: string;
  location_id: string | null;
}

/** The seven dates from a Monday on. */
export const daysOf = (monday: string): string[] =>
  [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days));

const keyOf = (staff: string, date: string) => `${staff} ${date}`;

/** Finds the shifts of somebody that start on a day. */
export function byCell(shifts: Shift[], zone: string): (staff: string, date: string) => Shift[] {
  const cells = new Map<string, Shift[]>();
  for (const shift of shifts) {
    const key = keyOf(shift.staff_id, dateIn(shift.starts_at, zone));
    cells.set(key, [...(cells.get(key) ?? []), shift]);
  }
  return (staff, date) => cells.get(keyOf(staff, date)) ?? [];
}

/** The dates from one cell of a row to another, whichever comes first. */
export function stroke(days: string[], from: string, to: string): string[] {
  const [one, other] = [days.indexOf(from), days.indexOf(to)];
  return days.slice(Math.min(one, other), Math.max(one, other) + 1);
}

/** When hours on the wall begin and end that begin on a date. */
export function moments(date: string, { starts, ends }: Pick<Brush, "starts" | "ends">, zone: string) {
  const last = ends <= starts ? addDays(date, 1) : date;
  return { starts_at: momentIn(`${date}T${starts}`, zone), ends_at: momentIn(`${last}T${ends}`, zone) };
}

/** The hours on the wall of a shift. */
export function wall({ starts_at, ends_at }: Pick<Shift, "starts_at" | "ends_at">, zone: string) {
  const [date = "", starts = ""] = localIn(starts_at, zone).split("T");
  return { date, starts, ends: localIn(ends_at, zone).split("T")[1] ?? "" };
}

/** Minutes that shifts take together. */
export const minutesOf = (shifts: Shift[]): number =>
  shifts.reduce((sum, shift) => sum + (Date.parse(shift.ends_at) - Date.parse(shift.starts_at)) / 60_000, 0);

/** Whether something lies at least partly on a day. */
export function touches(span: { starts_at: string; ends_at: string }, date: string, zone: string): boolean {
  const [from, to] = [momentIn(`${date}T00:00`, zone), momentIn(`${addDays(date, 1)}T00:00`, zone)];
  return Date.parse(span.starts_at) < Date.parse(to) && Date.parse(from) < Date.parse(span.ends_at);
}
