import { type Calendar as EventCalendar, destroyCalendar } from "@event-calendar/core";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

import type { Column } from "./appointments";
import { type Drawn, GRID_VIEWS, type GridView, clockTime, openGrid, redraw, untable } from "./grid";
import { offsetAt } from "./wall";

/** What the grid asks and tells. */
export interface GridHandlers {
  content: (info: EventCalendar.EventContentInfo) => EventCalendar.Content | undefined;
  columnHead: (name: string) => EventCalendar.Content;
  /** A day of a month or a week, as the date of its wall clock. */
  dayHead: (date: string, view: "week" | "month") => EventCalendar.Content;
  mayDrop: (column: string) => boolean;
  onDrop: (info: EventCalendar.EventDropInfo) => void;
  onResize: (info: EventCalendar.EventResizeInfo) => void;
  /** A span was drawn, or a time was pressed. */
  onSelect: (wall: string, column: string | undefined) => void;
  onClick: (event: MouseEvent) => void;
  onKey: (event: KeyboardEvent) => void;
  /** What is drawn has changed. */
  onDrawn: () => void;
  label: string;
}

interface Settings {
  view: GridView;
  date: string;
  columns: Column[];
  shown: { from: number; to: number };
  columnWidth: string;
  selectable: boolean;
  drawn: Drawn[];
  /** What the days of a month say, where they are too small for appointments. */
  counts: ReadonlyMap<string, number> | undefined;
  language: string;
  zone: string;
  /** Minutes that a drag goes by. */
  step: number;
}

/** Keeps one event calendar on an element, and tells it only what is new. */
export function useGrid(host: RefObject<HTMLElement | null>, handlers: GridHandlers, settings: Settings) {
  const { view, date, columns, shown, columnWidth, selectable, drawn, counts, language, zone, step } =
    settings;
  const grid = useRef<EventCalendar>(null);
  const before = useRef<ReadonlyMap<string, string>>(new Map());
  const on = useRef(handlers);
  useLayoutEffect(() => {
    on.current = handlers;
  });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const select = (at: string, column: string | undefined) => on.current.onSelect(at.slice(0, 16), column);
    const made = openGrid(element, {
      locale: language,
      timeZone: offsetAt(Date.now(), zone),
      snapDuration: clockTime(Math.min(step, 30)),
      view: GRID_VIEWS.day,
      views: {
        timeGridWeek: {
          displayEventEnd: false,
          dayHeaderFormat: (day) => on.current.dayHead(dateOfHead(day), "week"),
        },
        dayGridMonth: {
          displayEventEnd: false,
          dayHeaderFormat: { weekday: "short" },
        },
      },
      moreLinkContent: ({ num }) => `+${num}`,
      resourceLabelContent: ({ resource }) => on.current.columnHead(String(resource.title)),
      eventContent: (info) => on.current.content(info),
      eventDrop: (info) => on.current.onDrop(info),
      eventResize: (info) => on.current.onResize(info),
      dragConstraint: ({ newResource }) => !newResource || on.current.mayDrop(newResource.id),
      select: ({ startStr, resource }) => {
        made.unselect();
        select(startStr, resource?.id);
      },
      dateClick: ({ dateStr, resource }) => select(dateStr, resource?.id),
    });
    const watching = new MutationObserver(() => {
      untable(element, on.current.label);
      on.current.onDrawn();
    });
    watching.observe(element, { childList: true, subtree: true });
    const press = (event: KeyboardEvent) => on.current.onKey(event);
    const click = (event: MouseEvent) => on.current.onClick(event);
    element.addEventListener("keydown", press, true);
    element.addEventListener("click", click, true);
    grid.current = made;
    before.current = new Map();
    return () => {
      watching.disconnect();
      element.removeEventListener("keydown", press, true);
      element.removeEventListener("click", click, true);
      grid.current = null;
      void destroyCalendar(made);
    };
  }, [host, language, zone, step]);

  useEffect(() => {
    grid.current?.setOption("view", GRID_VIEWS[view]).setOption("date", date);
  }, [view, date, language, zone, step]);
  useEffect(() => {
    grid.current?.setOption(
      "resources",
      columns.map(({ id, name }) => ({ id, title: name })),
    );
  }, [columns, language, zone, step]);
  useEffect(() => {
    grid.current
      ?.setOption("slotMinTime", clockTime(shown.from))
      .setOption("slotMaxTime", clockTime(shown.to))
      .setOption("scrollTime", clockTime(shown.from));
  }, [shown.from, shown.to, language, zone, step]);
  useEffect(() => {
    grid.current?.setOption("columnWidth", columnWidth).setOption("selectable", selectable);
  }, [columnWidth, selectable, language, zone, step]);
  useEffect(() => {
    grid.current?.setOption("dayCellFormat", (day) => on.current.dayHead(dateOfHead(day), "month"));
  }, [counts, language, zone, step]);
  useEffect(() => {
    if (grid.current) before.current = redraw(grid.current, before.current, drawn);
  }, [drawn, language, zone, step]);
}

function dateOfHead(day: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
