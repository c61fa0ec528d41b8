import { useState } from "react";

import { addDays, dateIn, mondayOf } from "../../i18n/format";
import { useWho } from "../../parts/who";
import { SPAN_DAYS, spanOf } from "./slots";

export interface Weeks {
  /** Monday of the week that is looked at. */
  week: string;
  /** Monday of this week: there is no time to be had before it. */
  first: string;
  today: string;
  show: (date: string) => void;
  /** The days to ask free times of: the week, and some around it. `to` is exclusive. */
  asked: { from: string; to: string };
}

/** The weeks that somebody leafs through for a time, beginning with the one of `start` (a date), else this one. */
export function useWeeks(start?: string): Weeks {
  const { company } = useWho();
  const [today] = useState(() => dateIn(Date.now(), company.time_zone));
  const first = mondayOf(today);
  const [week, setWeek] = useState(() => mondayOf(start && start > today ? start : today));
  const span = spanOf(week, first);
  return {
    week,
    first,
    today,
    show: (date) => setWeek(mondayOf(date < first ? first : date)),
    asked: { from: span < today ? today : span, to: addDays(span, SPAN_DAYS) },
  };
}
