import { useMemo } from "react";

import { $api } from "../../api/client";
import { addDays } from "../../i18n/format";
import { paged } from "../../parts/paged";
import { useAll } from "../../parts/useAll";
import { useWho } from "../../parts/who";
import type { Range } from "./range";
import type { CalendarSearch } from "./search";
import { momentOf } from "./wall";

/** The bookings of some days, as far as they have come: page after page until all are there. */
export function useBookings({ from, to }: Range, { staff, location }: CalendarSearch) {
  const zone = useWho().company.time_zone;
  const query = useMemo(
    () => ({
      // What began the day before may last into the first.
      from: momentOf(`${addDays(from, -1)}T00:00`, zone),
      to: momentOf(`${to}T00:00`, zone),
      limit: 100,
      ...(staff ? { staff_id: staff } : {}),
      ...(location ? { location_id: location } : {}),
    }),
    [from, to, zone, staff, location],
  );
  const rows = $api.useInfiniteQuery("get", "/bookings", { params: { query } }, paged);
  return { ...useAll(rows), isFetching: rows.isFetching };
}
