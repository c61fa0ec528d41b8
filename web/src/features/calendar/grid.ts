import "@event-calendar/core/index.css";
import "./calendar.css";

import {
  DayGrid,
  type Calendar as EventCalendar,
  Interaction,
  ResourceTimeGrid,
  TimeGrid,
  createCalendar,
} from "@event-calendar/core";

import type { Appointment } from "./appointments";
import type { Background } from "./backgrounds";
import { minutesBetween } from "./wall";

export type GridView = "day" | "week" | "month";

export const GRID_VIEWS: Record<GridView, string> = {
  day: "resourceTimeGridDay",
  week: "timeGridWeek",
  month: "dayGridMonth",
};

/** More than this many changes at once are drawn anew. */
const MANY = 40;

export type Drawn = EventCalendar.EventInput & { id: string };

/** An event calendar on an element. It counts in wall-clock times: `timeZone` only tells it what time it is now. */
export function openGrid(host: HTMLElement, options: EventCalendar.Options): EventCalendar {
  return createCalendar(host, [TimeGrid, DayGrid, ResourceTimeGrid, Interaction], {
    allDaySlot: false,
    dayMaxEvents: true,
    eventLongPressDelay: 350,
    firstDay: 1,
    headerToolbar: { start: "", center: "", end: "" },
    height: "100%",
    nowIndicator: true,
    pointer: true,
    selectLongPressDelay: 500,
    slotDuration: "00:30",
    slotEventOverlap: false,
    slotHeight: 36,
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    slotLabelInterval: "01:00",
    eventTimeFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    ...options,
  });
}

/** An appointment as the library takes it. */
export function drawnAppointment(
  appointment: Appointment,
  movable: boolean,
  view: GridView,
  moving: boolean,
): Drawn {
  const { id, start, end, column, booking } = appointment;
  const minutes = minutesBetween(start, end);
  const size = minutes < 25 ? "fd-tiny" : minutes < 50 ? "fd-small" : "fd-roomy";
  return {
    id,
    start: `${start}:00`,
    end: `${end}:00`,
    resourceIds: [column],
    startEditable: movable,
    durationEditable: movable && view !== "month",
    classNames: ["fd-booking", `fd-is-${booking.status}`, size, ...(moving ? ["fd-moving"] : [])],
    // What is written on it: when that changes, it is drawn anew.
    extendedProps: { version: booking.version, staff: booking.staff?.name },
  };
}

/** What lies behind, as the library takes it: in a month whole days alone. */
export function drawnBackground(
  { id, start, end, why, column, label, allDay }: Background,
  view: GridView,
): Drawn {
  return {
    id,
    start: `${start}:00`,
    end: `${end}:00`,
    display: "background",
    allDay: view === "month" && allDay === true,
    ...(view === "day" && column ? { resourceIds: [column] } : {}),
    classNames: ["fd-background", `fd-why-${why}`],
    extendedProps: { label },
  };
}

/** Brings the grid from what is drawn to what should be, touching only what differs. Answers what is drawn now. */
export function redraw(
  calendar: EventCalendar,
  drawn: ReadonlyMap<string, string>,
  next: Drawn[],
): Map<string, string> {
  const now = new Map(next.map((event) => [event.id, JSON.stringify(event)]));
  const changed = next.filter(({ id }) => drawn.get(id) !== now.get(id));
  const gone = [...drawn.keys()].filter((id) => !now.has(id));
  if (changed.length + gone.length > MANY) {
    calendar.setOption("events", next);
    return now;
  }
  for (const id of gone) calendar.removeEventById(id);
  for (const event of changed) {
    if (drawn.has(event.id)) calendar.updateEvent(event);
    else calendar.addEvent(event);
  }
  return now;
}

/** Minutes that a drag went over, on the clock. */
export const minutesOfDelta = ({ days, seconds }: EventCalendar.Duration): number =>
  days * 1440 + seconds / 60;

/** `HH:MM` of a minute of the day. */
export const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

const TABLE_ROLES = ["table", "rowgroup", "row", "cell", "columnheader"]
  .map((role) => `[role="${role}"]`)
  .join();

/** The library calls its grid a table, whose cells have nothing in them: here it is a group of buttons, each of which says all about itself. */
export function untable(host: HTMLElement, label: string): void {
  for (const cell of host.querySelectorAll(TABLE_ROLES)) cell.removeAttribute("role");
  for (const head of host.querySelectorAll("[aria-colindex]")) head.removeAttribute("aria-colindex");
  for (const side of host.querySelectorAll("aside:not([role])")) side.setAttribute("role", "presentation");
  for (const main of host.querySelectorAll<HTMLElement>(".ec-main:not([role])")) {
    main.tabIndex = 0;
    main.setAttribute("role", "group");
    main.setAttribute("aria-label", label);
  }
}
