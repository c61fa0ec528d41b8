import { Anchor } from "@mantine/core";
import { IconCalendarEvent } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Empty, Failure } from "../../parts/states";
import { useWho } from "../../parts/who";
import { useColumns } from "../bookings/useColumns";

interface Props {
  /** The client's id. */
  id: string;
  onShow: (booking: string) => void;
}

/** Everything that a client has booked. */
export function ClientBookings({ id, onShow }: Props) {
  const { t } = useTranslation("clients");
  const mayRead = useWho().can("bookings:read");
  const rows = $api.useInfiniteQuery(
    "get",
    "/bookings",
    { params: { query: { client_id: id, limit: 50 } } },
    { ...paged, enabled: mayRead },
  );
  const columns = useColumns((booking, time) => (
    <Anchor component="button" type="button" size="sm" fw={500} ta="start" onClick={() => onShow(booking.id)}>
      {time}
    </Anchor>
  ));
  if (!mayRead) return <Failure of={{ status: 403, code: "forbidden" }} />;
  return (
    <Listing
      label={t("bookings.title")}
      rows={rows}
      rowKey={(row) => row.id}
      columns={columns.filter(({ key }) => key !== "client")}
      empty={<Empty icon={<IconCalendarEvent />} title={t("bookings.none")} />}
    />
  );
}
