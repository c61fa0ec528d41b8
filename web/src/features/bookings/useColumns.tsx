import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Column } from "../../parts/Listing";
import { TextLink } from "../../parts/links";
import { useFormat } from "../../parts/who";
import { StatusBadge } from "./StatusBadge";
import type { Booking } from "./rules";

/** What a list says of a booking. */
export function useColumns(): Column<Booking>[] {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  return [
    {
      key: "when",
      title: t("when"),
      cell: ({ id, starts_at, ends_at }) => (
        <TextLink to="/bookings" search={(before) => ({ ...before, booking: id })} fw={500}>
          {format.day(starts_at)}, {format.time(starts_at)}–{format.time(ends_at)}
        </TextLink>
      ),
    },
    { key: "client", title: t("client"), cell: ({ client }) => client.name },
    {
      key: "items",
      title: t("items"),
      cell: ({ service, items }) => (
        <>
          {service.name}
          {items.length > 1 && (
            <Text span size="sm" c="dimmed">
              {" "}
              +{items.length - 1}
            </Text>
          )}
        </>
      ),
    },
    { key: "staff", title: t("staff"), cell: ({ staff }) => staff?.name ?? "–" },
    { key: "status", title: t("status_title"), cell: ({ status }) => <StatusBadge status={status} /> },
    { key: "total", title: t("total"), align: "right", cell: ({ total }) => total && format.money(total) },
  ];
}
