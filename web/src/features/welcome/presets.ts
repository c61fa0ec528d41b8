import { type Hours, WEEKDAYS } from "../../parts/weekHours";

/** Weeks that many keep: how many days from Monday on, from when and until when. */
export const PRESETS = [
  { key: "office", days: 5, starts: "09:00", ends: "18:00" },
  { key: "saturday", days: 6, starts: "10:00", ends: "19:00" },
  { key: "daily", days: 7, starts: "10:00", ends: "20:00" },
] as const;

export type Preset = (typeof PRESETS)[number];

/** The hours of a week that a preset means. */
export const weekOf = ({ days, starts, ends }: Preset): Hours[] =>
  WEEKDAYS.slice(0, days).map((weekday) => ({ weekday, starts, ends }));

/** Whether these are just the hours of a preset. */
export const isWeek = (preset: Preset, hours: Hours[]): boolean => {
  const week = weekOf(preset);
  return (
    week.length === hours.length &&
    week.every((day) =>
      hours.some(
        ({ weekday, starts, ends }) => weekday === day.weekday && starts === day.starts && ends === day.ends,
      ),
    )
  );
};

const KEPT = "frontdesk-welcome-hours";

/** The hours that were chosen in this tab before there was anybody whose they are. */
export const draft = {
  read(company: string): Hours[] | null {
    const kept = sessionStorage.getItem(`${KEPT} ${company}`);
    return kept ? (JSON.parse(kept) as Hours[]) : null;
  },
  keep(company: string, hours: Hours[]): void {
    sessionStorage.setItem(`${KEPT} ${company}`, JSON.stringify(hours));
  },
};
