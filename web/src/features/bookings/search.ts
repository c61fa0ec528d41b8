import { type Status, STATUSES } from "./rules";

/** What `/bookings` shows: days of the company's zone (`to` is the last one), filters, and the booking beside the list. */
export interface BookingsSearch {
  booking?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  status?: Status | undefined;
  staff?: string | undefined;
  location?: string | undefined;
  client?: string | undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What an address says of it; what makes no sense is left out. */
export function bookingsSearch(given: Record<string, unknown>): BookingsSearch {
  const text = (key: string) => (typeof given[key] === "string" && given[key] ? { [key]: given[key] } : {});
  const date = (key: string) => (DATE.test(String(given[key] ?? "")) ? text(key) : {});
  const status = STATUSES.find((known) => known === given.status);
  return {
    ...text("booking"),
    ...date("from"),
    ...date("to"),
    ...(status ? { status } : {}),
    ...text("staff"),
    ...text("location"),
    ...text("client"),
  };
}
