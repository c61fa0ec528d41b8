import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Status } from "./rules";

/** The colour a status has wherever it is shown. */
export const STATUS_COLORS: Record<Status, string> = {
  pending: "orange",
  confirmed: "lagoon",
  in_progress: "blue",
  completed: "teal",
  cancelled: "gray",
  declined: "gray",
  expired: "gray",
  no_show: "red",
};

/** Where a booking stands. */
export function StatusBadge({ status }: { status: Status }) {
  const { t } = useTranslation("bookings");
  return (
    <Badge variant="light" color={STATUS_COLORS[status]} c="var(--mantine-color-text)" tt="none" fw={600}>
      {t(`status.${status}`)}
    </Badge>
  );
}
