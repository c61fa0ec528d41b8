import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendarEvent, IconPlus, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { addDays, dateIn, momentIn } from "../../i18n/format";
import { Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useWho } from "../../parts/who";
import { BookingFilters } from "./BookingFilters";
import { BookingPanel, NewBooking } from "./drawers";
import type { BookingsSearch } from "./search";
import { useColumns } from "./useColumns";

/** Every booking, from today on unless somebody says otherwise. */
export function Bookings() {
  const { t } = useTranslation(["bookings", "common"]);
  const { can, company } = useWho();
  const search = useSearch({ from: "/desk/bookings" });
  const navigate = useNavigate({ from: "/bookings" });
  const [adding, form] = useDisclosure();
  const [today] = useState(() => dateIn(Date.now(), company.time_zone));
  const { booking, from = today, to, status, staff, location, client } = search;

  const show = (change: Partial<BookingsSearch>) =>
    void navigate({ search: { ...search, ...change }, replace: true });

  const query = useMemo(() => {
    const midnight = (date: string) => momentIn(`${date}T00:00`, company.time_zone);
    return {
      limit: 50,
      from: midnight(from),
      ...(to ? { to: midnight(addDays(to, 1)) } : {}),
      ...(status ? { status } : {}),
      ...(staff ? { staff_id: staff } : {}),
      ...(location ? { location_id: location } : {}),
      ...(client ? { client_id: client } : {}),
    };
  }, [company.time_zone, from, to, status, staff, location, client]);
  const rows = $api.useInfiniteQuery("get", "/bookings", { params: { query } }, paged);
  const filtered = !!(search.from ?? to ?? status ?? staff ?? location ?? client);

  const columns = useColumns(({ id }, time) => (
    <TextLink to="/bookings" search={{ ...search, booking: id }} fw={500} size="sm">
      {time}
    </TextLink>
  ));

  const add = can("bookings:create") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={form.open}>
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} actions={add}>
      <BookingFilters search={{ ...search, from }} filtered={filtered} onChange={show} />
      <Listing
        label={t("title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={columns}
        empty={
          filtered ? (
            <Empty icon={<IconSearch />} title={t("list.none_found")} text={t("list.none_found_text")} />
          ) : (
            <Empty
              icon={<IconCalendarEvent />}
              title={t("list.none")}
              text={t("list.none_text")}
              action={add}
            />
          )
        }
      />
      {booking && <BookingPanel id={booking} onClose={() => show({ booking: undefined })} />}
      {adding && (
        <NewBooking
          onClose={form.close}
          onBooked={({ id }) => {
            form.close();
            show({ booking: id });
          }}
        />
      )}
    </Page>
  );
}
