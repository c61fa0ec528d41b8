import { addDays, localIn, momentIn } from "../../i18n/format";

/** What a clock on the wall of the company shows: `YYYY-MM-DDTHH:MM`. A calendar is drawn in these, and books in moments. */
export type Wall = string;

const MINUTE_MS = 60_000;

/** What the clock shows in a zone at a moment. */
export const wallOf: (moment: string | number, zone: string) => Wall = localIn;

/** The moment at which the clock shows `wall`: of an hour that comes twice the first, and one that is skipped is after the jump. */
export const momentOf: (wall: Wall, zone: string) => string = momentIn;

/** The same clock, some minutes on. */
export function addMinutes(wall: Wall, minutes: number): Wall {
  return new Date(asIfUtc(wall) + minutes * MINUTE_MS).toISOString().slice(0, 16);
}

/** How far the hands go from one to the other. */
export function minutesBetween(from: Wall, to: Wall): number {
  return (asIfUtc(to) - asIfUtc(from)) / MINUTE_MS;
}

export const dateOf = (wall: Wall): string => wall.slice(0, 10);
export const timeOf = (wall: Wall): string => wall.slice(11, 16);

/** Minutes since the midnight of the clock. */
export const minuteOf = (wall: Wall): number => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));

/** A time of a day; `24:00` and later are of the day after. */
export function wallAt(date: string, minute: number): Wall {
  return addMinutes(`${date}T00:00`, minute);
}

/** Every date from `from` on and before `to`. */
export function datesIn(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date < to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** How far a zone is from UTC at a moment, as `+02:00`. */
export function offsetAt(moment: number, zone: string): string {
  const minutes = Math.round(
    (asIfUtc(wallOf(moment, zone)) - Math.floor(moment / MINUTE_MS) * MINUTE_MS) / MINUTE_MS,
  );
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

const asIfUtc = (wall: Wall): number => Date.parse(`${wall}:00Z`);
