import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../api/client";

export { addDays, dateIn, localIn, mondayOf, momentIn, todayIn } from "./clock";

type Money = Schemas["Money"];

/** How values read in a language and a zone. Moments come as RFC 3339, dates as `YYYY-MM-DD`, times of day as `HH:MM`. */
export function formats(language: string, zone: string) {
  const moments = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
  const time = moments({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = moments({ dateStyle: "medium" });
  const day = moments({ weekday: "short", day: "numeric", month: "short" });
  const full = moments({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const plain = (date: string) => new Date(`${date}T12:00:00Z`);
  const inUtc = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
  const plainDate = inUtc({ dateStyle: "medium" });
  const plainDay = inUtc({ weekday: "short", day: "numeric", month: "short" });

  return {
    language,
    zone,
    time: (moment: string) => time.format(new Date(moment)),
    date: (moment: string) => date.format(new Date(moment)),
    /** Fri, 3 Jul */
    day: (moment: string) => day.format(new Date(moment)),
    fullDay: (moment: string) => full.format(new Date(moment)),
    dateTime: (moment: string) => `${date.format(new Date(moment))}, ${time.format(new Date(moment))}`,
    /** A date that is of no zone, such as a birthday or a holiday. */
    plainDate: (date: string) => plainDate.format(plain(date)),
    plainDay: (date: string) => plainDay.format(plain(date)),
    number: (value: number) => numbers.format(value),
    percent: (share: number) => percents.format(share),
    money: ({ amount, currency }: Money) =>
      moneyFormat(language, currency).format(amount / minorUnits(currency)),
    /** 1 h 30 min */
    duration(minutes: number) {
      const unit = (value: number, unit: "hour" | "minute") =>
        new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(value);
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
      return [hours > 0 && unit(hours, "hour"), (rest > 0 || hours === 0) && unit(rest, "minute")]
        .filter(Boolean)
        .join(" ");
    },
    /** in 5 minutes, 3 days ago */
    ago(moment: string, now: number = Date.now()) {
      const seconds = (Date.parse(moment) - now) / 1000;
      for (const [unit, size] of UNITS) {
        if (Math.abs(seconds) >= size || unit === "minute")
          return relative.format(Math.round(seconds / size), unit);
      }
      return "";
    },
    /** The name of the zone, as people say it. */
    zoneName: () =>
      moments({ timeZoneName: "longGeneric" })
        .formatToParts(new Date())
        .find((part) => part.type === "timeZoneName")?.value ?? zone,
  };
}

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** How many of the smallest unit make one of a currency: 100 for EUR, 1 for JPY. */
export function minorUnits(currency: string): number {
  return 10 ** (moneyFormat("en", currency).resolvedOptions().maximumFractionDigits ?? 2);
}

function moneyFormat(language: string, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(language, { style: "currency", currency });
}

export type Format = ReturnType<typeof formats>;

/** [`formats`] of whoever reads, in `zone`. */
export function useFormatIn(zone: string): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formats(i18n.language, zone), [i18n.language, zone]);
}
