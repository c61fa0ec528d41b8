import type { Group } from "./bars";

/** What groups of bookings are drawn in. */
export const GROUP_COLORS: Record<Group, string> = {
  done: "lagoon.7",
  planned: "lagoon.3",
  no_show: "orange.6",
  lost: "gray.5",
};

/** What statuses are drawn in. */
export const STATUS_COLORS = {
  completed: "lagoon.7",
  in_progress: "blue.5",
  confirmed: "lagoon.4",
  pending: "yellow.5",
  no_show: "orange.6",
  cancelled: "gray.5",
  declined: "gray.6",
  expired: "gray.7",
} as const;
