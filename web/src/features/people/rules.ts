import { WEEKDAYS, type Weekday } from "../../parts/weekHours";

/** A rule of RFC 5545 as far as recurring hours have it. */
export interface Rule {
  every: "day" | "week";
  /** 1: every one; 2: every other. */
  interval: number;
  /** Empty: any day, or the weekday that a weekly rule starts on. */
  on: Weekday[];
  /** After so many days; null: not by a count. */
  count: number | null;
  /** The last day, `YYYY-MM-DD`; null: not by a date. */
  until: string | null;
}

const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

export const WEEKLY: Rule = { every: "week", interval: 1, on: [], count: null, until: null };

/** Reads `FREQ=WEEKLY;INTERVAL=2;BYDAY=SA`; what it does not know is left out. */
export function parseRule(text: string): Rule {
  const parts = new Map(text.split(";").map((part) => part.split("=", 2) as [string, string]));
  const until = /^(\d{4})(\d\d)(\d\d)/.exec(parts.get("UNTIL") ?? "");
  const count = parts.get("COUNT");
  return {
    every: parts.get("FREQ") === "DAILY" ? "day" : "week",
    interval: Number(parts.get("INTERVAL") ?? 1),
    on: (parts.get("BYDAY") ?? "")
      .split(",")
      .flatMap((code) => WEEKDAYS[CODES.indexOf(code)] ?? [])
      .sort((one, other) => WEEKDAYS.indexOf(one) - WEEKDAYS.indexOf(other)),
    count: count ? Number(count) : null,
    until: until ? `${until[1]}-${until[2]}-${until[3]}` : null,
  };
}

/** The rule as RFC 5545 writes it. */
export function ruleText({ every, interval, on, count, until }: Rule): string {
  return [
    `FREQ=${every === "day" ? "DAILY" : "WEEKLY"}`,
    interval > 1 && `INTERVAL=${interval}`,
    on.length > 0 && `BYDAY=${on.map((day) => CODES[WEEKDAYS.indexOf(day)]).join(",")}`,
    count !== null && `COUNT=${count}`,
    until !== null && count === null && `UNTIL=${until.replaceAll("-", "")}`,
  ]
    .filter(Boolean)
    .join(";");
}
