import type { Booking } from "../bookings/rules";

export interface Day {
  /** Being done now, or late to be finished. */
  now: Booking[];
  next: Booking[];
  past: Booking[];
}

const GONE = ["cancelled", "declined", "expired"];

/** A day's bookings as they lie around this moment; those of `mine` first where they start together. */
export function sortDay(bookings: Booking[], now: number, mine?: string): Day {
  const day: Day = { now: [], next: [], past: [] };
  const own = (booking: Booking) => Number(!!mine && booking.staff?.id === mine);
  const standing = bookings
    .filter(({ status }) => !GONE.includes(status))
    .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at) || own(b) - own(a));
  for (const booking of standing) day[whenOf(booking, now)].push(booking);
  return day;
}

function whenOf({ status, starts_at, ends_at }: Booking, now: number): keyof Day {
  if (status === "in_progress") return "now";
  if (status === "completed" || status === "no_show") return "past";
  if (Date.parse(starts_at) > now) return "next";
  return Date.parse(ends_at) > now ? "now" : "past";
}
