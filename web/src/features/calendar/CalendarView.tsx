import type { Calendar as EventCalendar } from "@event-calendar/core";
import { VisuallyHidden } from "@mantine/core";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useFormat, useWho } from "../../parts/who";
import { type Appointment, type Column, NOBODY, servicesOf } from "./appointments";
import type { Background } from "./backgrounds";
import { backgroundNodes, dayNodes, faceNodes, headNodes } from "./face";
import { type GridView, drawnAppointment, drawnBackground, minutesOfDelta } from "./grid";
import { rangeOf } from "./range";
import { useGrid } from "./useGrid";
import { type Held, type Shortcut, useKeyboard } from "./useKeyboard";
import { useReach } from "./useReach";
import { type Wall, addMinutes, dateOf, datesIn, minutesBetween, timeOf } from "./wall";

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
  /** `cross`: into another column. */
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
  const { view, date, columns, appointments, backgrounds, shown, narrow, may } = props;
  const { t, i18n } = useTranslation(["calendar", "bookings"]);
  const { company } = useWho();
  const format = useFormat();
  const host = useRef<HTMLDivElement>(null);
  const { reach, focus, settle, seen } = useReach(host);
  const say = useSaying(props);
  const { held, press } = useKeyboard({
    view,
    appointments,
    columns,
    dates: datesIn(rangeOf(view, date).from, rangeOf(view, date).to),
    step: company.slot_step_minutes,
    mayCross: may.cross,
    mayCreate: may.create,
    isMovable: ({ open }) => may.move && open,
    focus,
    say,
    onOpen: props.onOpen,
    onMove: props.onMove,
    onCreate: props.onCreate,
    onShortcut: props.onShortcut,
  });
  const placed = useMemo(
    () => appointments.map((each) => (each.id === held?.id ? takenTo(each, held) : each)),
    [appointments, held],
  );
  const byId = useMemo(() => new Map(placed.map((each) => [each.id, each])), [placed]);
  const behind = useMemo(() => new Map(backgrounds.map((each) => [each.id, each])), [backgrounds]);
  const counts = useMemo(
    () => (narrow && view === "month" ? countsOf(appointments) : undefined),
    [narrow, view, appointments],
  );
  const drawn = useMemo(
    () => [
      ...(counts ? [] : placed).map((each) =>
        drawnAppointment(each, may.move && each.open, view, each.id === held?.id),
      ),
      ...backgrounds
        .filter(({ allDay }) => view !== "month" || allDay)
        .map((background) => drawnBackground(background, view)),
    ],
    [counts, placed, backgrounds, view, may.move, held?.id],
  );

  const label = ({ booking, start, end }: Appointment) =>
    t("appointment", {
      client: booking.client.name,
      service: servicesOf(booking),
      when: `${format.plainDay(dateOf(start))}, ${timeOf(start)} – ${timeOf(end)}`,
      who: booking.staff?.name ?? t("nobody"),
      status: t(`bookings:status.${booking.status}`),
    });

  const content = ({
    event,
    timeText,
  }: EventCalendar.EventContentInfo): EventCalendar.Content | undefined => {
    const background = behind.get(String(event.id));
    if (background) return { domNodes: backgroundNodes(wordsOf(background, t(`why.${background.why}`))) };
    const appointment = byId.get(String(event.id));
    if (!appointment) return undefined;
    const { id, booking } = appointment;
    const who = view === "day" ? undefined : booking.staff?.name;
    return {
      domNodes: faceNodes({
        id,
        time: timeText,
        name: booking.client.name,
        about: [servicesOf(booking), who].filter(Boolean).join(" · "),
        status: booking.status,
        label: event.display === "auto" ? label(appointment) : undefined,
      }),
    };
  };

  const shortDay = (day: string) =>
    new Intl.DateTimeFormat(i18n.language, { weekday: "short", day: "numeric", timeZone: "UTC" }).format(
      new Date(day),
    );

  const targetOf = (event: Event) => (event.target instanceof Element ? event.target : null);
  const taken = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const openDay = (event: Event) => {
    const target = targetOf(event);
    const day = target?.closest<HTMLElement>("[data-day]")?.dataset.day;
    const more = target?.closest(".ec-day-foot a")?.closest(".ec-day")?.querySelector("time")?.dateTime;
    const to = day ?? more;
    if (to) {
      taken(event);
      props.onDay(to);
    }
    return to !== undefined;
  };

  useGrid(
    host,
    {
      label: t("grid"),
      content,
      columnHead: (name) => ({ domNodes: headNodes(name) }),
      dayHead: (day, of) => {
        const words =
          of === "month" ? String(Number(day.slice(8))) : narrow ? shortDay(day) : format.plainDay(day);
        const count = of === "month" ? counts?.get(day) : undefined;
        const label = [t("open_day", { day: format.plainDay(day) }), count && t("bookings", { count })];
        return {
          domNodes: dayNodes(
            words,
            label.filter(Boolean).join(", "),
            day,
            count ? format.number(count) : undefined,
          ),
        };
      },
      mayDrop: (column) => may.cross && column !== NOBODY,
      onDrop: ({ event, delta, newResource, revert }) => {
        const appointment = byId.get(String(event.id));
        if (!appointment) return revert();
        const start = addMinutes(appointment.start, minutesOfDelta(delta));
        props.onMove(appointment, { start, column: newResource?.id ?? appointment.column });
      },
      onResize: ({ event, endDelta, revert }) => {
        const appointment = byId.get(String(event.id));
        if (!appointment) return revert();
        const minutes = minutesBetween(appointment.start, appointment.end) + minutesOfDelta(endDelta);
        props.onMove(appointment, { start: appointment.start, minutes, column: appointment.column });
      },
      onSelect: (start, column) => {
        if (view === "month") props.onDay(dateOf(start));
        else if (may.create) props.onCreate({ start, ...(column ? { column } : {}) });
      },
      onClick: (event) => {
        if (openDay(event)) return;
        const id = targetOf(event)?.closest<HTMLElement>("[data-booking]")?.dataset.booking;
        if (!id || held) return;
        reach(id);
        props.onOpen(id);
      },
      onKey: (event) => {
        if (event.key === "Enter" && openDay(event)) return;
        if (targetOf(event)?.closest("button, a")) return;
        const id = targetOf(event)?.closest<HTMLElement>("[data-booking]")?.dataset.booking;
        if (press(event, id)) taken(event);
      },
      onDrawn: settle,
    },
    {
      view,
      date,
      columns,
      shown,
      columnWidth: view === "day" ? "minmax(150px, 1fr)" : narrow ? "minmax(104px, 1fr)" : "minmax(0, 1fr)",
      selectable: may.create && view !== "month",
      drawn,
      counts,
      language: i18n.language,
      zone: company.time_zone,
      step: company.slot_step_minutes,
    },
  );

  return (
    <>
      <VisuallyHidden id="calendar-keys">{t("keys.hint")}</VisuallyHidden>
      <div
        ref={host}
        className="fd-calendar"
        data-view={view}
        data-single={narrow && view === "day"}
        role="group"
        aria-label={t("title")}
        aria-describedby="calendar-keys"
        onFocus={({ target }) => seen(target)}
        onBlur={({ relatedTarget }) => relatedTarget && seen(relatedTarget)}
      />
    </>
  );
}

/** Says what becomes of an appointment that the keyboard takes along. */
function useSaying({ columns, announce, view }: Pick<Props, "columns" | "announce" | "view">) {
  const { t } = useTranslation("calendar");
  const format = useFormat();
  return (
    what: "held" | "holding" | "dropped" | "fixed",
    { start, column }: Pick<Held, "start" | "column">,
  ) => {
    const day = `${format.plainDay(dateOf(start))}, ${timeOf(start)}`;
    const who = view === "day" ? columns.find(({ id }) => id === column)?.name : undefined;
    announce(t(`keys.${what}`, { where: [day, who].filter(Boolean).join(", ") }));
  };
}

function countsOf(appointments: Appointment[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { start } of appointments) counts.set(dateOf(start), (counts.get(dateOf(start)) ?? 0) + 1);
  return counts;
}

function takenTo(appointment: Appointment, { start, column }: Held): Appointment {
  const minutes = minutesBetween(appointment.start, appointment.end);
  return { ...appointment, start, end: addMinutes(start, minutes), column };
}

/** What is written behind the appointments. */
function wordsOf({ why, label, start, end }: Background, words: string): string | undefined {
  if (why === "closed" || minutesBetween(start, end) < 30) return undefined;
  return label ? `${words} · ${label}` : words;
}
