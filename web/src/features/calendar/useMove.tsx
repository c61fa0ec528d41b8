import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { type Problem, problemOf } from "../../api/problem";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { tellFailure } from "../../parts/tell";
import { useFormat } from "../../parts/who";
import { useChanged } from "../bookings/useChange";
import { type Booking, minutesOf } from "./appointments";

type Named = Schemas["Named"];
type BookingPages = InfiniteData<Schemas["Page_Booking"]>;

/** What is to become of a booking; absent stays. */
export interface Move {
  booking: Booking;
  startsAt: string;
  /** Another length. */
  minutes?: number | undefined;
  staff?: Named | undefined;
  location?: Named | undefined;
  override?: boolean | undefined;
}

/** A move that the server did not make, and why. */
export interface Refused {
  move: Move;
  problem: Problem;
}

/** Moves bookings: at once on the screen, back where they were if the server will not have it. */
export function useMove(announce: (words: string) => void) {
  const { t } = useTranslation("calendar");
  const queries = useQueryClient();
  const changed = useChanged();
  const format = useFormat();
  const [moving, setMoving] = useState<ReadonlyMap<string, Booking>>(new Map());
  const [refused, setRefused] = useState<Refused | null>(null);

  async function run(move: Move, undoing = false): Promise<void> {
    const { id } = move.booking;
    setRefused(null);
    setMoving((map) => new Map(map).set(id, after(move)));
    try {
      const booking = await send(move);
      queries.setQueriesData<BookingPages>(
        { predicate: ({ queryKey }) => queryKey[1] === "/bookings" },
        (pages) => replaced(pages, booking),
      );
      void changed(booking);
      const words = t(undoing ? "moved_back" : move.minutes ? "resized" : "moved", {
        client: booking.client.name,
        when: [format.day(booking.starts_at), format.time(booking.starts_at), move.staff?.name]
          .filter(Boolean)
          .join(", "),
        duration: format.duration(minutesOf(booking)),
      });
      announce(words);
      tellWithUndo(words, t("undo"), undoing ? undefined : () => void run(backOf(move), true));
    } catch (thrown) {
      const problem = problemOf(thrown);
      announce(t("stays", { client: move.booking.client.name }));
      if (isAnswerable(problem)) setRefused({ move, problem });
      else tellFailure(thrown);
      if (problem.status === 409 || problem.status === 412) void stale(queries, "/bookings");
    } finally {
      setMoving((map) => {
        const rest = new Map(map);
        rest.delete(id);
        return rest;
      });
    }
  }

  return { run, moving, refused, forget: () => setRefused(null) };
}

/** How it stands while the server has not said anything yet. */
function after({ booking, startsAt, minutes = minutesOf(booking), staff, location }: Move): Booking {
  const ends = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
  return {
    ...booking,
    starts_at: startsAt,
    ends_at: ends,
    staff: staff ?? booking.staff ?? null,
    location: location ?? booking.location ?? null,
  };
}

function backOf({ booking, minutes, staff, location, override }: Move): Move {
  return {
    booking,
    startsAt: booking.starts_at,
    minutes: minutes && minutesOf(booking),
    staff: staff && (booking.staff ?? undefined),
    location: location && (booking.location ?? undefined),
    override,
  };
}

function send({ booking, startsAt, minutes, staff, location, override = false }: Move): Promise<Booking> {
  const params = { path: { id: booking.id } };
  const sameTime = Date.parse(startsAt) === Date.parse(booking.starts_at) && !minutes && !location;
  if (sameTime && staff && booking.staff) {
    return must(
      api.POST("/bookings/{id}/assign", { params, body: { staff_id: staff.id, override_rules: override } }),
    );
  }
  return must(
    api.POST("/bookings/{id}/reschedule", {
      params,
      body: {
        starts_at: startsAt,
        override_rules: override,
        ...(minutes ? { duration_minutes: minutes } : {}),
        ...(staff ? { staff_id: staff.id } : {}),
        ...(location ? { location_id: location.id } : {}),
      },
    }),
  );
}

// Somebody can choose another time, or insist.
const isAnswerable = ({ code, errors }: Problem): boolean =>
  code === "slot_taken" || code === "staff_busy" || errors.some(({ field }) => field === "starts_at");

function replaced(pages: BookingPages | undefined, booking: Booking): BookingPages | undefined {
  if (!pages?.pages) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      data: page.data.map((row) => (row.id === booking.id ? booking : row)),
    })),
  };
}

function tellWithUndo(words: string, label: string, undo: (() => void) | undefined) {
  const id = notifications.show({
    color: "teal",
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{words}</Text>
        {undo && (
          <Button
            size="compact-sm"
            variant="default"
            flex="none"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {label}
          </Button>
        )}
      </Group>
    ),
  });
}
