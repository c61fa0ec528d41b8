import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { useWho } from "../../parts/who";
import { useLocations, useStaff } from "../bookings/choices";
import { type Booking, appointmentOf, isWanted } from "./appointments";
import { shownHours } from "./hours";
import { rangeOf } from "./range";
import { type CalendarSearch, USUAL, type View } from "./search";
import { useHolidays, useLocationTimes, useStaffTimes } from "./useBackgrounds";
import { useBookings } from "./useBookings";
import { useColumns } from "./useColumns";
import { dateOf, minuteOf } from "./wall";

interface Given {
  search: CalendarSearch;
  view: View;
  date: string;
  narrow: boolean;
  /** Bookings on their way somewhere, as they will be. */
  moving: ReadonlyMap<string, Booking>;
}

const NO_STAFF: Schemas["Staff"][] = [];
const NO_LOCATIONS: Schemas["Location"][] = [];

/** All that the calendar shows of some days. */
export function useDays({ search, view, date, narrow, moving }: Given) {
  const { t } = useTranslation("calendar");
  const zone = useWho().company.time_zone;
  const by = search.by ?? "staff";
  const staff = useStaff().data ?? NO_STAFF;
  const locations = useLocations().data ?? NO_LOCATIONS;
  const range = useMemo(() => rangeOf(view, date), [view, date]);
  const rows = useBookings(range, search);
  const [chosen, show] = useState<string>();

  const appointments = useMemo(() => {
    const wanted = { statuses: search.status ?? USUAL, service: search.service };
    return (rows.data ?? [])
      .map((booking) => moving.get(booking.id) ?? booking)
      .filter((booking) => isWanted(booking, wanted))
      .map((booking) => appointmentOf(booking, by, zone))
      .filter(({ start, end }) => end > `${range.from}T00:00` && dateOf(start) < range.to);
  }, [rows.data, moving, search.status, search.service, by, zone, range]);

  const everyColumn = useColumns({ search, staff, locations, appointments, date, nobody: t("nobody") });
  const columns = useMemo(() => {
    if (!narrow || view !== "day") return everyColumn;
    return everyColumn
      .filter(({ id }) => id === chosen)
      .concat(everyColumn)
      .slice(0, 1);
  }, [everyColumn, narrow, view, chosen]);

  // Who is away is shown on a day, and where all the days are one person's.
  const people = useMemo(() => {
    const ids = new Set(columns.map(({ id }) => id));
    const shown =
      view === "day" ? staff.filter(({ id }) => ids.has(id)) : staff.filter(({ id }) => id === search.staff);
    return by === "staff" && (view === "day" || view === "week") ? shown : NO_STAFF;
  }, [columns, staff, view, by, search.staff]);
  const places = useMemo(() => {
    if (by === "location" && view === "day") return locations;
    const only = locations.filter(({ id }) => locations.length === 1 || id === search.location);
    return view === "week" && people.length === 0 ? only : NO_LOCATIONS;
  }, [by, view, locations, search.location, people.length]);

  const columnsAt = useCallback(
    (location: string) => {
      if (by === "location") return [location];
      const there = staff.filter(({ location_id }) => location_id === location).map(({ id }) => id);
      return view === "day" ? there : undefined;
    },
    [by, staff, view],
  );
  const theirs = useStaffTimes(people, range);
  const places_ = useLocationTimes(places, range);
  const holidays = useHolidays(range, columnsAt);

  const backgrounds = useMemo(
    () => [...holidays, ...theirs.backgrounds, ...places_.backgrounds],
    [holidays, theirs.backgrounds, places_.backgrounds],
  );
  const shown = useMemo(() => {
    if (search.hours === "all") return { from: 0, to: 1440 };
    const taken = appointments.map(({ start, end }) => {
      const past = dateOf(end) > dateOf(start);
      return { from: minuteOf(start), to: past ? 1440 : minuteOf(end) };
    });
    return shownHours([...theirs.open, ...places_.open, ...taken]);
  }, [search.hours, appointments, theirs.open, places_.open]);

  return {
    range,
    staff,
    locations,
    appointments,
    everyColumn,
    columns,
    backgrounds,
    shown,
    show,
    error: rows.error,
    retry: rows.retry,
    complete: rows.complete,
    waiting: rows.data === undefined && !rows.error,
  };
}
