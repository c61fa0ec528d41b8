import { Button, LoadingOverlay, Select, VisuallyHidden } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconCalendarOff, IconKeyboard, IconPlus } from "@tabler/icons-react";
import { Suspense, lazy, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "../../parts/Page";
import { Empty, Failure, Loading } from "../../parts/states";
import { useWho } from "../../parts/who";
import { BookingPanel, NewBooking } from "../bookings/drawers";
import { type Appointment, NOBODY } from "./appointments";
import { Conflict } from "./Conflict";
import { Filters } from "./Filters";
import { ListView } from "./ListView";
import { turn } from "./range";
import { Shortcuts } from "./Shortcuts";
import { Toolbar } from "./Toolbar";
import { useCalendar } from "./useCalendar";
import { useDays } from "./useDays";
import { useFocusBack } from "./useFocusBack";
import type { Shortcut } from "./useKeyboard";
import { useMove } from "./useMove";
import { type Wall, momentOf } from "./wall";

const CalendarView = lazy(() => import("./CalendarView"));

interface At {
  startsAt: string;
  staffId?: string;
  locationId?: string;
}

/** The company's time: who does what when, to be moved about and added to. */
export function Calendar() {
  const { t } = useTranslation(["calendar", "bookings", "parts"]);
  const { can, company } = useWho();
  const narrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const { search, view, date, today, go } = useCalendar();
  const [said, announce] = useState("");
  const [help, helping] = useDisclosure();
  const [booking, setBooking] = useState<{ at?: At } | null>(null);
  const moves = useMove(announce);
  const days = useDays({ search, view, date, narrow, moving: moves.moving });
  const by = search.by ?? "staff";
  useFocusBack(help || booking !== null || search.booking !== undefined || moves.refused !== null);

  const open = useCallback((id: string) => go({ booking: id }), [go]);
  const create = ({ start, column }: { start?: Wall; column?: string }) => {
    if (!start) return setBooking({});
    const whose = column && column !== NOBODY ? column : undefined;
    const at: At = { startsAt: momentOf(start, company.time_zone) };
    const place = by === "location" ? whose : search.location;
    const staff = by === "staff" ? (whose ?? search.staff) : search.staff;
    setBooking({
      at: { ...at, ...(staff ? { staffId: staff } : {}), ...(place ? { locationId: place } : {}) },
    });
  };
  const move = (
    { booking, start, column }: Appointment,
    to: { start: Wall; minutes?: number; column: string },
  ) => {
    const other = to.column === column ? undefined : days.columns.find(({ id }) => id === to.column);
    void moves.run({
      booking,
      startsAt: to.start === start ? booking.starts_at : momentOf(to.start, company.time_zone),
      minutes: to.minutes,
      ...(by === "staff" ? { staff: other } : { location: other }),
    });
  };
  const shortcut = (what: Shortcut) => {
    if (what === "help") helping.open();
    else if (what === "today") go({ date: undefined });
    else if (what === "before") go({ date: turn(view, date, -1) });
    else if (what === "after") go({ date: turn(view, date, 1) });
    else go({ view: what });
  };

  const add = can("bookings:create") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setBooking({})}>
      {t("new")}
    </Button>
  );

  return (
    <Page title={t("title")} actions={add}>
      <Toolbar view={view} date={date} today={today} range={days.range} go={go}>
        <Button
          variant="subtle"
          color="gray"
          px="xs"
          aria-label={t("shortcuts.title")}
          onClick={helping.open}
          visibleFrom="md"
        >
          <IconKeyboard size={18} aria-hidden />
        </Button>
        <Filters search={search} staff={days.staff} locations={days.locations} go={go} />
      </Toolbar>
      {narrow && view === "day" && days.everyColumn.length > 1 && (
        <Select
          aria-label={t(`whose.${by}`)}
          data={days.everyColumn.map(({ id, name }) => ({ value: id, label: name }))}
          value={days.columns[0]?.id ?? null}
          allowDeselect={false}
          onChange={(id) => days.show(id ?? undefined)}
        />
      )}
      {days.error && !days.appointments.length ? (
        <Failure of={days.error} retry={days.retry} />
      ) : (
        <div style={{ position: "relative" }} aria-busy={!days.complete}>
          <LoadingOverlay visible={days.waiting} overlayProps={{ backgroundOpacity: 0.4 }} zIndex={5} />
          {view === "list" ? (
            !days.waiting && days.appointments.length === 0 ? (
              <Empty icon={<IconCalendarOff />} title={t("none")} text={t("none_text")} action={add} />
            ) : (
              <ListView appointments={days.appointments} today={today} onOpen={open} />
            )
          ) : (
            <Suspense fallback={<Loading />}>
              <CalendarView
                view={view}
                date={date}
                columns={days.columns}
                appointments={days.appointments}
                backgrounds={days.backgrounds}
                shown={days.shown}
                narrow={narrow}
                may={{
                  move: can("bookings:update"),
                  cross: can(by === "staff" ? "bookings:assign" : "bookings:update"),
                  create: can("bookings:create"),
                }}
                announce={announce}
                onOpen={open}
                onMove={move}
                onCreate={create}
                onDay={(day) => go({ view: "day", date: day })}
                onShortcut={shortcut}
              />
            </Suspense>
          )}
        </div>
      )}
      <VisuallyHidden role="status" aria-live="polite">
        {said}
      </VisuallyHidden>
      <Shortcuts opened={help} onClose={helping.close} />
      <Conflict of={moves.refused} onMove={(to) => void moves.run(to)} onClose={moves.forget} />
      {search.booking && <BookingPanel id={search.booking} onClose={() => go({ booking: undefined })} />}
      {booking && (
        <NewBooking
          {...booking}
          onClose={() => setBooking(null)}
          onBooked={({ id }) => {
            setBooking(null);
            open(id);
          }}
        />
      )}
    </Page>
  );
}
