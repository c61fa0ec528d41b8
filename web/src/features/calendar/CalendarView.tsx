import { type Calendar as EventCalendar, destroyCalendar } from "@event-calendar/core";
import { VisuallyHidden } from "@mantine/core";
import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useFormat, useWho } from "../../parts/who";
import type { Appointment, Column } from "./appointments";
import { NOBODY, servicesOf } from "./appointments";
import type { Background } from "./backgrounds";
import { backgroundNodes, dayNodes, faceNodes, headNodes } from "./face";
import {
  GRID_VIEWS,
  type GridView,
  clockTime,
  drawnAppointment,
  drawnBackground,
  minutesOfDelta,
  openGrid,
  redraw,
  untable,
} from "./grid";
import { rangeOf } from "./range";
import { type Shortcut, useKeyboard } from "./useKeyboard";
import { type Wall, addMinutes, dateOf, datesIn, minutesBetween, offsetAt, timeOf } from "./wall";

interface Props {
  view: GridView;
  date: string;
  /** Whose the columns of a day are. */
  columns: Column[];
  appointments: Appointment[];
  backgrounds: Background[];
  /** The minutes of a day that are shown. */
  shown: { from: number; to: number };
  narrow: boolean;
  may: { move: boolean; cross: boolean; create: boolean };
  announce: (words: string) => void;
  onOpen: (id: string) => void;
  onMove: (appointment: Appointment, to: { start: Wall; minutes?: number; column: string }) => void;
  onCreate: (at: { start?: Wall; column?: string }) => void;
  onDay: (date: string) => void;
  onShortcut: (shortcut: Shortcut) => void;
}

/** Appointments in a grid of time: a column a person or place on a day, a column a day in a week, or a month. */
export default function CalendarView(props: Props) {
  const { view, date, columns, appointments, backgrounds, shown, narrow, may, announce } = props;
  const { t, i18n } = useTranslation(["calendar", "bookings"]);
  const { company } = useWho();
  const format = useFormat();
  const host = useRef<HTMLDivElement>(null);
  const calendar = useRef<EventCalendar>(null);
  const drawn = useRef<ReadonlyMap<string, string>>(new Map());
  const current = useRef<string>(undefined);

  const columnName = (id: string) => columns.find((column) => column.id === id)?.name ?? "";
  const label = ({ booking, start, end }: Appointment) =>
    t("appointment", {
      client: booking.client.name,
      service: servicesOf(booking),
      when: `${format.plainDay(dateOf(start))}, ${timeOf(start)} – ${timeOf(end)}`,
      who: booking.staff?.name ?? t("nobody"),
      status: t(`bookings:status.${booking.status}`),
    });

  const elementOf = (id: string | undefined) =>
    host.current?.querySelector<HTMLElement>(`[data-booking="${CSS.escape(id ?? "")}"]`);

  /** One appointment is reached by Tab, the others from it by arrows. */
  const reach = (id: string | undefined) => {
    for (const other of host.current?.querySelectorAll<HTMLElement>("[data-booking]") ?? [])
      other.tabIndex = -1;
    const element = elementOf(id) ?? host.current?.querySelector<HTMLElement>("[data-booking]");
    if (element) element.tabIndex = 0;
    current.current = element?.dataset.booking;
  };
  const focus = (id: string) => {
    reach(id);
    elementOf(id)?.focus();
  };

  const keyboard = useKeyboard({
    view,
    appointments,
    columns,
    dates: datesIn(rangeOf(view, date).from, rangeOf(view, date).to),
    step: company.slot_step_minutes,
    mayCross: may.cross,
    mayCreate: may.create,
    isMovable: ({ open }) => may.move && open,
    focus,
    say: (what, { start, column }) =>
      announce(
        t(`keys.${what}`, {
          when: `${format.plainDay(dateOf(start))}, ${timeOf(start)}`,
          who: columnName(column),
        }),
      ),
    onMove: props.onMove,
    onCreate: props.onCreate,
    onShortcut: props.onShortcut,
  });

  const { held } = keyboard;
  const placed = useMemo(
    () =>
      appointments.map((appointment) =>
        appointment.id === held?.id
          ? {
              ...appointment,
              start: held.start,
              end: addMinutes(held.start, minutesBetween(appointment.start, appointment.end)),
              column: held.column,
            }
          : appointment,
      ),
    [appointments, held],
  );
  const byId = useMemo(() => new Map(placed.map((appointment) => [appointment.id, appointment])), [placed]);
  const labels = useMemo(() => new Map(backgrounds.map((each) => [each.id, each])), [backgrounds]);

  const facesOf = useEffectEvent(
    ({ event, timeText }: EventCalendar.EventContentInfo): EventCalendar.Content | undefined => {
      const id = String(event.id);
      const behind = labels.get(id);
      if (behind) {
        const why =
          behind.why === "closed"
            ? undefined
            : [t(`why.${behind.why}`), behind.label].filter(Boolean).join(" · ");
        return { domNodes: view !== "week" || !behind.column ? backgroundNodes(why) : [] };
      }
      const appointment = byId.get(id);
      if (!appointment) return undefined;
      const { booking } = appointment;
      const who = view === "day" ? undefined : booking.staff?.name;
      return {
        domNodes: faceNodes({
          time: timeText,
          name: booking.client.name,
          about: [servicesOf(booking), who].filter(Boolean).join(" · "),
          status: booking.status,
        }),
      };
    },
  );
  const mounted = useEffectEvent(({ el, event }: EventCalendar.EventDidMountInfo) => {
    const appointment = byId.get(String(event.id));
    if (!appointment || event.display !== "auto") return;
    el.dataset.booking = appointment.id;
    el.ariaLabel = label(appointment);
    el.tabIndex = current.current === appointment.id ? 0 : -1;
  });
  const dropped = useEffectEvent(({ event, delta, newResource, revert }: EventCalendar.EventDropInfo) => {
    const appointment = byId.get(String(event.id));
    if (!appointment) return revert();
    const start = addMinutes(appointment.start, minutesOfDelta(delta));
    props.onMove(appointment, { start, column: newResource?.id ?? appointment.column });
  });
  const resized = useEffectEvent(({ event, endDelta, revert }: EventCalendar.EventResizeInfo) => {
    const appointment = byId.get(String(event.id));
    if (!appointment) return revert();
    const minutes = minutesBetween(appointment.start, appointment.end) + minutesOfDelta(endDelta);
    props.onMove(appointment, { start: appointment.start, minutes, column: appointment.column });
  });
  const create = useEffectEvent((at: string, column: string | undefined) => {
    calendar.current?.unselect();
    props.onCreate({ start: at.slice(0, 16), ...(column ? { column } : {}) });
  });
  const clicked = useEffectEvent(({ dateStr, resource }: EventCalendar.DateClickInfo) => {
    if (view === "month") props.onDay(dateStr.slice(0, 10));
    else if (may.create) create(dateStr, resource?.id);
  });
  const opened = useEffectEvent((id: string) => {
    if (keyboard.held) return;
    reach(id);
    props.onOpen(id);
  });
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("button, a, dialog")) return;
    const focused = target?.closest<HTMLElement>("[data-booking]")?.dataset.booking;
    if (!keyboard.press(event, focused)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  const mayDrop = useEffectEvent(
    ({ newResource }: EventCalendar.EventDropInfo) =>
      !newResource || (may.cross && newResource.id !== NOBODY),
  );
  const more = useEffectEvent((event: MouseEvent | KeyboardEvent) => {
    if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
    const link = event.target instanceof Element ? event.target.closest(".ec-day-foot a") : null;
    const day = link?.closest(".ec-day")?.querySelector("time")?.dateTime;
    if (!day) return;
    event.preventDefault();
    event.stopPropagation();
    props.onDay(day);
  });
  const dayHead = useEffectEvent((day: Date, month: boolean): EventCalendar.Content => {
    const named = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
    const words = month ? String(day.getDate()) : format.plainDay(named);
    return {
      domNodes: dayNodes(words, t("open_day", { day: format.plainDay(named) }), named, (at) =>
        props.onDay(at),
      ),
    };
  });
  const title = useEffectEvent(() => t("grid"));

  const language = i18n.language;
  const step = company.slot_step_minutes;
  const zone = company.time_zone;
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const grid = openGrid(element, {
      locale: language,
      timeZone: offsetAt(Date.now(), zone),
      snapDuration: clockTime(Math.min(step, 30)),
      view: GRID_VIEWS.day,
      views: {
        timeGridWeek: { dayHeaderFormat: (day) => dayHead(day, false) },
        dayGridMonth: {
          dayHeaderFormat: { weekday: "short" },
          dayCellFormat: (day) => dayHead(day, true),
          displayEventEnd: false,
        },
      },
      moreLinkContent: ({ num }) => `+${num}`,
      resourceLabelContent: ({ resource }) => ({
        domNodes: headNodes(String(resource.title), undefined),
      }),
      eventContent: (info) => facesOf(info),
      eventDidMount: (info) => mounted(info),
      eventClick: ({ event }) => opened(String(event.id)),
      eventDrop: (info) => dropped(info),
      eventResize: (info) => resized(info),
      dragConstraint: (info) => mayDrop(info),
      select: ({ startStr, resource }) => create(startStr, resource?.id),
      dateClick: (info) => clicked(info),
    });
    calendar.current = grid;
    drawn.current = new Map();
    const tidy = () => untable(element, title());
    const watching = new MutationObserver(tidy);
    watching.observe(element, { childList: true, subtree: true });
    const press = (event: KeyboardEvent) => {
      more(event);
      pressed(event);
    };
    const click = (event: MouseEvent) => more(event);
    element.addEventListener("keydown", press, true);
    element.addEventListener("click", click, true);
    return () => {
      watching.disconnect();
      element.removeEventListener("keydown", press, true);
      element.removeEventListener("click", click, true);
      calendar.current = null;
      void destroyCalendar(grid);
    };
  }, [language, step, zone]);

  const again = useEffectEvent(() => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-booking]")?.dataset.booking;
    requestAnimationFrame(() => {
      reach(focused ?? current.current);
      if (focused && document.activeElement === document.body) elementOf(focused)?.focus();
    });
  });

  useEffect(() => {
    calendar.current?.setOption("view", GRID_VIEWS[view]).setOption("date", date);
  }, [view, date, language, step, zone]);
  useEffect(() => {
    calendar.current?.setOption(
      "resources",
      columns.map(({ id, name }) => ({ id, title: name })),
    );
  }, [columns, language, step, zone]);
  useEffect(() => {
    calendar.current
      ?.setOption("slotMinTime", clockTime(shown.from))
      .setOption("slotMaxTime", clockTime(shown.to))
      .setOption("scrollTime", clockTime(shown.from));
  }, [shown.from, shown.to, language, step, zone]);
  useEffect(() => {
    const width = view === "day" ? "minmax(150px, 1fr)" : narrow ? "minmax(104px, 1fr)" : "minmax(0, 1fr)";
    calendar.current?.setOption("columnWidth", width).setOption("selectable", may.create && view !== "month");
  }, [view, narrow, may.create, language, step, zone]);
  useEffect(() => {
    if (!calendar.current) return;
    const next = [
      ...placed.map((each) => drawnAppointment(each, may.move && each.open, view, each.id === held?.id)),
      ...backgrounds
        .filter(({ allDay }) => view !== "month" || allDay)
        .map((background) => drawnBackground(background, view)),
    ];
    again();
    drawn.current = redraw(calendar.current, drawn.current, next);
  }, [placed, backgrounds, view, may.move, held?.id, language, step, zone]);

  return (
    <>
      <VisuallyHidden id="calendar-keys">{t("keys.hint")}</VisuallyHidden>
      <div
        ref={host}
        className="fd-calendar"
        data-view={view}
        role="group"
        aria-label={t("title")}
        aria-describedby="calendar-keys"
      />
    </>
  );
}

const two = (value: number): string => String(value).padStart(2, "0");
