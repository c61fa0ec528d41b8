import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { addDays } from "../../i18n/format";
import type { Range } from "./range";
import type { View } from "./search";

const noon = (date: string) => new Date(`${date}T12:00:00Z`);

/** The days that are shown, in words: `Sat, 21 November 2026`, `16 – 22 Nov 2026`, `November 2026`. */
export function usePeriod(view: View, date: string, { from, to }: Range): string {
  const { language } = useTranslation().i18n;
  return useMemo(() => {
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
    if (view === "month") return capital(format({ month: "long", year: "numeric" }).format(noon(date)));
    if (view === "day") {
      return capital(
        format({ weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(noon(date)),
      );
    }
    return format({ day: "numeric", month: "short", year: "numeric" }).formatRange(
      noon(from),
      noon(addDays(to, -1)),
    );
  }, [language, view, date, from, to]);
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
