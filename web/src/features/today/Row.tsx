import { Box, Text } from "@mantine/core";

import { useFormat } from "../../parts/who";
import { StatusBadge, STATUS_COLORS } from "../bookings/StatusBadge";
import type { Booking } from "../bookings/rules";
import classes from "./Row.module.css";

interface Props {
  booking: Booking;
  onShow: (booking: string) => void;
}

/** A booking of the day; pressing it opens it. */
export function Row({ booking, onShow }: Props) {
  const format = useFormat();
  const { id, client, service, staff, items, status, starts_at, ends_at } = booking;
  return (
    <li className={classes.item}>
      <button
        type="button"
        className={classes.row}
        style={{ borderInlineStartColor: `var(--mantine-color-${STATUS_COLORS[status]}-filled)` }}
        onClick={() => onShow(id)}
      >
        <span className={classes.times}>
          <Text span fw={600} size="sm" display="block">
            {format.time(starts_at)}
          </Text>
          <Text span size="xs" c="dimmed" display="block">
            {format.time(ends_at)}
          </Text>
        </span>
        <span>
          <Text span size="sm" fw={600} truncate display="block">
            {client.name}
          </Text>
          <Text span size="xs" c="dimmed" truncate display="block">
            {service.name}
            {items.length > 1 && ` +${items.length - 1}`}
            {staff && ` · ${staff.name}`}
          </Text>
        </span>
        <Box component="span" visibleFrom="xs">
          <StatusBadge status={status} />
        </Box>
      </button>
    </li>
  );
}
