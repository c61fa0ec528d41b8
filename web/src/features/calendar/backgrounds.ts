import type { Schemas } from "../../api/client";
import { addDays } from "../../i18n/format";
import { type Hours, type Plan, closed, minutes, worked } from "./hours";
import type { Range } from "./range";
import { type Wall, dateOf, minuteOf, momentOf, wallAt, wallOf } from "./wall";

export type Why = "closed" | "time_off" | "time_off_asked" | "holiday" | "maintenance";

/** Time that lies behind the appointments. */
export interface Background {
  id: string;
  start: Wall;
  end: Wall;
  why: Why;
  /** Whose it is; absent: everybody's. */
  column?: string | undefined;
  /** What is said of it, such as the name of a holiday. */
  label?: string | undefined;
  /** Whole days: the only ones that a month shows. */
  allDay?: boolean;
}

/** The time in which somebody or some place has no hours, by the clock of the company. */
export function closedTimes(
  column: string | undefined,
  open: Hours[],
  range: Range,
  from: string,
  to: string,
): Background[] {
  return closed(open, range).map(({ date, ...hours }) => ({
    id: `closed-${column ?? ""}-${date}-${hours.from}`,
    start: acrossZones(wallAt(date, hours.from), from, to),
    end: acrossZones(wallAt(date, hours.to), from, to),
    why: "closed",
    column,
  }));
}

/** The hours of somebody with a week of their own. */
export const weekOf = (plan: Plan, range: Range): Hours[] => worked(plan, range);

/** The hours of somebody who works in published shifts alone. */
export function shiftsOf(shifts: Schemas["Shift"][], staffId: string, zone: string, range: Range): Hours[] {
  return shifts
    .filter((shift) => shift.staff_id === staffId && shift.published_at)
    .flatMap(({ starts_at, ends_at }) => byDay(wallOf(starts_at, zone), wallOf(ends_at, zone)))
    .filter(({ date }) => date >= range.from && date < range.to);
}

export function timeOffTimes(all: Schemas["TimeOff"][], zone: string): Background[] {
  return all
    .filter(({ status }) => status === "active" || status === "requested")
    .map(({ id, staff_id, status, reason, starts_at, ends_at }) => ({
      id: `off-${id}`,
      start: wallOf(starts_at, zone),
      end: wallOf(ends_at, zone),
      why: status === "active" ? "time_off" : "time_off_asked",
      column: staff_id,
      label: reason,
    }));
}

export function maintenanceTimes(column: string, all: Schemas["Maintenance"][], zone: string): Background[] {
  return all.map(({ id, reason, starts_at, ends_at }) => ({
    id: `maintenance-${id}`,
    start: wallOf(starts_at, zone),
    end: wallOf(ends_at, zone),
    why: "maintenance",
    column,
    label: reason,
  }));
}

/** Holidays: of everybody, or of whoever is at a place. */
export function holidayTimes(
  holidays: Schemas["Holiday"][],
  columnsAt: (locationId: string) => string[] | undefined,
): Background[] {
  return holidays.flatMap(({ id, on_date, name, location_id }) => {
    const day = {
      start: wallAt(on_date, 0),
      end: wallAt(on_date, 1440),
      why: "holiday" as const,
      label: name,
      allDay: true,
    };
    const columns = location_id ? columnsAt(location_id) : undefined;
    if (!columns) return [{ id: `holiday-${id}`, ...day }];
    return columns.map((column) => ({ id: `holiday-${id}-${column}`, column, ...day }));
  });
}

/** Opening hours on the dates of a range. */
export function openingOf(week: Schemas["Hours"][], range: Range): Hours[] {
  if (week.length > 0) return worked({ week, rules: [], exceptions: [] }, range);
  const all: Hours[] = [];
  for (let date = range.from; date < range.to; date = addDays(date, 1))
    all.push({ date, from: minutes("00:00"), to: 1440 });
  return all;
}

/** From one zone's clock to another's. */
function acrossZones(wall: Wall, from: string, to: string): Wall {
  return from === to ? wall : wallOf(momentOf(wall, from), to);
}

function byDay(start: Wall, end: Wall): Hours[] {
  const parts: Hours[] = [];
  for (let date = dateOf(start); wallAt(date, 0) < end; date = addDays(date, 1)) {
    parts.push({
      date,
      from: date === dateOf(start) ? minuteOf(start) : 0,
      to: date === dateOf(end) ? minuteOf(end) : 1440,
    });
  }
  return parts;
}
