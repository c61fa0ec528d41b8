import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { useMemo } from "react";

import { $api, type Schemas } from "../../api/client";
import { addDays } from "../../i18n/format";
import { paged } from "../../parts/paged";
import { useAll } from "../../parts/useAll";
import { useWho } from "../../parts/who";
import {
  type Background,
  closedTimes,
  holidayTimes,
  maintenanceTimes,
  openingOf,
  shiftsOf,
  timeOffTimes,
  weekOf,
} from "./backgrounds";
import type { Hours } from "./hours";
import type { Range } from "./range";
import { momentOf } from "./wall";

type Staff = Schemas["Staff"];
type Location = Schemas["Location"];

interface Times {
  backgrounds: Background[];
  /** When somebody works, whoever it is. */
  open: Hours[];
}

const NONE: Times = { backgrounds: [], open: [] };
const SELDOM_MS = 5 * 60_000;

/** What lies behind the appointments of these people: the hours they do not work, time off, and holidays. */
export function useStaffTimes(people: Staff[], range: Range): Times {
  const { can, company } = useWho();
  const zone = company.time_zone;
  // A day on both sides: theirs may not be the company's clock.
  const wide = useMemo(() => ({ from: addDays(range.from, -1), to: addDays(range.to, 1) }), [range]);
  const weekly = people.filter(({ scheduling }) => scheduling === "week").map(({ id }) => id);
  const weeks = useQueries({
    queries: weekly.map((id) =>
      $api.queryOptions(
        "get",
        "/staff/{id}/working-hours",
        { params: { path: { id } } },
        { staleTime: SELDOM_MS },
      ),
    ),
    combine: dataOf<Schemas["WorkingHours"]>,
  });
  const rules = useQueries({
    queries: weekly.map((id) =>
      $api.queryOptions(
        "get",
        "/staff/{id}/recurring-hours",
        { params: { path: { id } } },
        { staleTime: SELDOM_MS },
      ),
    ),
    combine: dataOf<Schemas["RecurringHours"]>,
  });
  const exceptions = useQueries({
    queries: weekly.map((id) =>
      $api.queryOptions(
        "get",
        "/staff/{id}/exceptions",
        { params: { path: { id }, query: wide } },
        { staleTime: SELDOM_MS },
      ),
    ),
    combine: dataOf<Schemas["DayExceptions"]>,
  });
  const shifts = useAll(
    $api.useInfiniteQuery(
      "get",
      "/shifts",
      { params: { query: { ...wide, limit: 100 } } },
      { ...paged, enabled: can("shifts:read") && people.length > weekly.length },
    ),
  ).data;
  const timeOff = useAll(
    $api.useInfiniteQuery(
      "get",
      "/time-off",
      { params: { query: { ...momentsOf(wide, zone), limit: 100 } } },
      { ...paged, enabled: can("time_off:read") && people.length > 0 },
    ),
  ).data;

  const ids = weekly.join();
  return useMemo(() => {
    const known = new Set(people.map(({ id }) => id));
    const order = ids.split(",");
    const times = people.map((person) => {
      const at = order.indexOf(person.id);
      const [week, rule, exception] = [weeks[at], rules[at], exceptions[at]];
      const theirs = person.time_zone;
      if (person.scheduling === "shifts") {
        const open = shifts ? shiftsOf(shifts, person.id, theirs, wide) : [];
        return shifts ? { open, backgrounds: closedTimes(person.id, open, wide, theirs, zone) } : NONE;
      }
      if (!week || !rule || !exception) return NONE;
      const open = weekOf({ week: week.hours, rules: rule.rules, exceptions: exception.data }, wide);
      return { open, backgrounds: closedTimes(person.id, open, wide, theirs, zone) };
    });
    const away = timeOffTimes(timeOff ?? [], zone).filter(({ column }) => column && known.has(column));
    return {
      open: times.flatMap(({ open }) => open),
      backgrounds: [...times.flatMap(({ backgrounds }) => backgrounds), ...away],
    };
  }, [people, ids, weeks, rules, exceptions, shifts, timeOff, wide, zone]);
}

/** What lies behind the appointments at these places: the hours they are shut, and maintenance. */
export function useLocationTimes(places: Location[], range: Range): Times {
  const { company } = useWho();
  const zone = company.time_zone;
  const wide = useMemo(() => ({ from: addDays(range.from, -1), to: addDays(range.to, 1) }), [range]);
  const weeks = useQueries({
    queries: places.map(({ id }) =>
      $api.queryOptions(
        "get",
        "/locations/{id}/opening-hours",
        { params: { path: { id } } },
        { staleTime: SELDOM_MS },
      ),
    ),
    combine: dataOf<Schemas["WorkingHours"]>,
  });
  const works = useQueries({
    queries: places.map(({ id }) =>
      $api.queryOptions("get", "/locations/{id}/maintenance", {
        params: { path: { id }, query: { ...momentsOf(wide, zone), limit: 100 } },
      }),
    ),
    combine: dataOf<Schemas["Page_Maintenance"]>,
  });
  return useMemo(() => {
    const times = places.map(({ id, time_zone }, at) => {
      const week = weeks[at];
      const open = week ? openingOf(week.hours, wide) : [];
      const shut = week ? closedTimes(id, open, wide, time_zone, zone) : [];
      return {
        open: week?.hours.length ? open : [],
        backgrounds: [...shut, ...maintenanceTimes(id, works[at]?.data ?? [], zone)],
      };
    });
    return {
      open: times.flatMap(({ open }) => open),
      backgrounds: times.flatMap(({ backgrounds }) => backgrounds),
    };
  }, [places, weeks, works, wide, zone]);
}

/** Holidays of a range, each on the columns that keep it. */
export function useHolidays(
  range: Range,
  columnsAt: (locationId: string) => string[] | undefined,
): Background[] {
  const { can } = useWho();
  const { data } = useAll(
    $api.useInfiniteQuery(
      "get",
      "/holidays",
      { params: { query: { ...range, limit: 100 } } },
      { ...paged, enabled: can("staff:read"), staleTime: SELDOM_MS },
    ),
  );
  return useMemo(() => holidayTimes(data ?? [], columnsAt), [data, columnsAt]);
}

const momentsOf = ({ from, to }: Range, zone: string) => ({
  from: momentOf(`${from}T00:00`, zone),
  to: momentOf(`${to}T00:00`, zone),
});

const dataOf = <Data>(results: UseQueryResult<Data, unknown>[]): (Data | undefined)[] =>
  results.map(({ data }) => data);
