import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Column } from "../../parts/Listing";
import { useFormat } from "../../parts/who";
import { StatusBadge } from "./StatusBadge";
import type { Booking } from "./rules";

/** What a list says of a booking; `link` makes of its time what leads to it. */
export function useColumns(link: (booking: Booking, time: string) => ReactNode): Column<Booking>[] {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  return [
    {
      key: "when",
      title: t("when"),
      cell: (booking) => {
        const { starts_at, ends_at } = booking;
        return link(booking, `${format.day(starts_at)}, ${format.time(starts_at)}–${format.time(ends_at)}`);
      },
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
