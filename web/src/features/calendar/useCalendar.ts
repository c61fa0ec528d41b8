import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

import { dateIn } from "../../i18n/format";
import { useWho } from "../../parts/who";
import { useNow } from "../bookings/useNow";
import { type CalendarSearch, type View, calendarSearch } from "./search";

/** What the address of the calendar says, whole, and how to say something else. */
export function useCalendar() {
  const { company } = useWho();
  const search: CalendarSearch = useSearch({ from: "/desk/calendar" });
  const navigate = useNavigate();
  const today = dateIn(useNow(), company.time_zone);
  const view: View = search.view ?? "day";

  const go = useCallback(
    (to: CalendarSearch) =>
      void navigate({
        to: "/calendar",
        search: (now: Record<string, unknown>): CalendarSearch => calendarSearch({ ...now, ...to }),
        replace: true,
      }),
    [navigate],
  );

  return { search, view, date: search.date ?? today, today, go };
}
