import type { Schemas } from "../../api/client";
import type { By, Status } from "./search";
import { type Wall, addMinutes, wallOf } from "./wall";

export type Booking = Schemas["Booking"];

/** The column of what nobody has, or is nowhere. */
export const NOBODY = "nobody";

/** A booking as it stands in the grid. */
export interface Appointment {
  id: string;
  booking: Booking;
  start: Wall;
  end: Wall;
  column: string;
  /** Whether it can still be given another time. */
  open: boolean;
}

/** A column of a day. */
export interface Column {
  id: string;
  name: string;
}

const OPEN: readonly Status[] = ["pending", "confirmed", "in_progress"];

export function columnOf(booking: Booking, by: By): string {
  return (by === "staff" ? booking.staff?.id : booking.location?.id) ?? NOBODY;
}

export function appointmentOf(booking: Booking, by: By, zone: string): Appointment {
  const start = wallOf(booking.starts_at, zone);
  const end = wallOf(booking.ends_at, zone);
  return {
    id: booking.id,
    booking,
    start,
    // Where the clock is set back in the midst of it, its hands say less than it takes.
    end: end > start ? end : addMinutes(start, minutesOf(booking)),
    column: columnOf(booking, by),
    open: OPEN.includes(booking.status),
  };
}

export const minutesOf = ({ starts_at, ends_at }: Pick<Booking, "starts_at" | "ends_at">): number =>
  (Date.parse(ends_at) - Date.parse(starts_at)) / 60_000;

export interface Wanted {
  statuses: readonly Status[];
  service?: string | undefined;
}

/** Whether a booking is of those that somebody wants to see. */
export const isWanted = (booking: Booking, { statuses, service }: Wanted): boolean =>
  statuses.includes(booking.status) &&
  (!service || booking.items.some(({ service_id }) => service_id === service));

/** The columns of a day: everybody who is known, and whoever else has something on it. */
export function columnsOf(known: Column[], appointments: Appointment[], by: By, nobody: string): Column[] {
  const columns = new Map(known.map((column) => [column.id, column]));
  for (const { column, booking } of appointments) {
    if (columns.has(column)) continue;
    const owner = by === "staff" ? booking.staff : booking.location;
    columns.set(column, { id: column, name: owner?.name ?? nobody });
  }
  return [...columns.values()];
}

/** The services of a booking in a line. */
export const servicesOf = ({ items, service }: Booking): string =>
  items
    .filter(({ addon_id }) => !addon_id)
    .map(({ name }) => name)
    .join(" + ") || service.name;
