import { useState } from "react";

import { addDays, dateIn } from "../../i18n/format";
import { useWho } from "../../parts/who";
import { SPAN_DAYS, spanOf, weekOf } from "./slots";

export interface Weeks {
  /** The first of the seven days that are looked at. */
  week: string;
  /** Today: there is no time to be had before it. */
  first: string;
  show: (date: string) => void;
  /** The days to ask free times of: these seven, and some around them. `to` is exclusive. */
  asked: { from: string; to: string };
}

/** The weeks, counted from today, that somebody leafs through for a time; first the one that `start` (a date) is in. */
export function useWeeks(start?: string): Weeks {
  const { company } = useWho();
  const [first] = useState(() => dateIn(Date.now(), company.time_zone));
  const [week, setWeek] = useState(() => weekOf(start ?? first, first));
  const from = spanOf(week, first);
  return {
    week,
    first,
    show: (date) => setWeek(weekOf(date, first)),
    asked: { from, to: addDays(from, SPAN_DAYS) },
  };
}
