import type { Schemas } from "../../api/client";

export type Booking = Schemas["Booking"];
export type Status = Schemas["BookingStatus"];

export type Action =
  | "confirm"
  | "decline"
  | "start"
  | "complete"
  | "no_show"
  | "cancel"
  | "reschedule"
  | "assign"
  | "add_addons";

const OPEN: Action[] = ["reschedule", "assign", "add_addons"];

const LEGAL: Record<Status, Action[]> = {
  pending: ["confirm", "decline", ...OPEN, "cancel"],
  confirmed: ["start", ...OPEN, "no_show", "cancel"],
  in_progress: ["complete", ...OPEN],
  completed: [],
  cancelled: [],
  declined: [],
  expired: [],
  no_show: [],
};

export const STATUSES: Status[] = [
  "pending",
  "confirmed",
  "in_progress",
  "completed",
  "cancelled",
  "declined",
  "expired",
  "no_show",
];

/** What somebody may do with a booking as it stands now. */
export function actionsOf(
  booking: Pick<Booking, "status" | "starts_at" | "expires_at" | "staff">,
  can: (word: string) => boolean,
  now: number,
): Action[] {
  const lapsed =
    booking.status === "pending" && !!booking.expires_at && Date.parse(booking.expires_at) <= now;
  if (lapsed) return [];
  return LEGAL[booking.status].filter((action) => {
    if (action === "assign") return can("bookings:assign") && !!booking.staff;
    if (action === "no_show" && Date.parse(booking.starts_at) > now) return false;
    return can("bookings:update");
  });
}

/** Whether it no longer takes any time. */
export const isOver = (status: Status): boolean => LEGAL[status].length === 0;
