import type { Schemas } from "../../api/client";

export type Status = Schemas["BookingStatus"];
export type View = "day" | "week" | "month" | "list";
/** Whose the columns of a day are. */
export type By = "staff" | "location";

export const VIEWS: readonly View[] = ["day", "week", "month", "list"];
export const BYS: readonly By[] = ["staff", "location"];
export const STATUSES: readonly Status[] = [
  "pending",
  "confirmed",
  "in_progress",
  "completed",
  "no_show",
  "cancelled",
  "declined",
  "expired",
];

/** Shown where nobody has chosen: what takes time, or took it. */
export const USUAL: readonly Status[] = ["pending", "confirmed", "in_progress", "completed", "no_show"];

/** What the calendar's address says. Absent is the usual. */
export interface CalendarSearch {
  date?: string | undefined;
  view?: View | undefined;
  by?: By | undefined;
  location?: string | undefined;
  staff?: string | undefined;
  service?: string | undefined;
  status?: Status[] | undefined;
  /** The whole day and not only its working hours. */
  hours?: "all" | undefined;
  /** A booking that is looked at beside the calendar. */
  booking?: string | undefined;
}

/** What an address says, without what it should not say. */
export function calendarSearch(said: Record<string, unknown>): CalendarSearch {
  const statuses = Array.isArray(said.status) ? said.status : [];
  const status = STATUSES.filter((known) => statuses.includes(known));
  return {
    date: typeof said.date === "string" && /^\d{4}-\d\d-\d\d$/.test(said.date) ? said.date : undefined,
    view: VIEWS.find((view) => view === said.view),
    by: BYS.find((by) => by === said.by),
    location: word(said.location),
    staff: word(said.staff),
    service: word(said.service),
    status: status.length > 0 ? status : undefined,
    hours: said.hours === "all" ? "all" : undefined,
    booking: word(said.booking),
  };
}

const word = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);
