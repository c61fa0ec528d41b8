import { useMemo } from "react";

import { $api, type Schemas } from "../../api/client";
import { useWho } from "../../parts/who";
import { type Appointment, type Column, columnsOf } from "./appointments";
import type { By, CalendarSearch } from "./search";
import { dateOf } from "./wall";

interface Given {
  search: CalendarSearch;
  staff: Schemas["Staff"][];
  locations: Schemas["Location"][];
  appointments: Appointment[];
  /** The day whose columns they are. */
  date: string;
  nobody: string;
}

/** Whose the columns of a day are: those who are asked for, and whoever else has something then. */
export function useColumns({ search, staff, locations, appointments, date, nobody }: Given): Column[] {
  const { me } = useWho();
  const own = useSeesOwnAlone();
  const by: By = search.by ?? "staff";
  return useMemo(() => {
    const ofDay = appointments.filter(({ start }) => dateOf(start) === date);
    if (by === "location") {
      const shown = locations.filter(({ id }) => !search.location || id === search.location);
      return columnsOf(shown.map(named), ofDay, by, nobody);
    }
    const mine = new Set([
      ...appointments.map(({ column }) => column),
      ...staff.filter(({ name }) => name === me.name).map(({ id }) => id),
    ]);
    const shown = staff
      .filter(({ id }) => !search.staff || id === search.staff)
      .filter(({ location_id }) => !search.location || !location_id || location_id === search.location)
      .filter(({ id }) => !own || mine.size === 0 || mine.has(id));
    const columns = columnsOf(shown.map(named), ofDay, by, nobody);
    return columns.length > 0 ? columns : [{ id: "nobody", name: nobody }];
  }, [by, search.staff, search.location, staff, locations, appointments, date, nobody, me.name, own]);
}

/** Whether their role shows them their own bookings and nobody else's. */
function useSeesOwnAlone(): boolean {
  const words = $api.useQuery("get", "/permissions/own").data?.data ?? [];
  return words.includes("bookings:read:own");
}

const named = ({ id, name }: { id: string; name: string }): Column => ({ id, name });
