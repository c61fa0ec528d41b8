import { useState } from "react";

import type { Appointment, Column } from "./appointments";
import { NOBODY } from "./appointments";
import type { GridView } from "./grid";
import { type Direction, neighbour } from "./neighbours";
import { type Wall, addMinutes, dateOf } from "./wall";

/** Where an appointment is being taken by the keyboard, not yet for good. */
export interface Held {
  id: string;
  start: Wall;
  column: string;
}

export type Shortcut = "today" | "before" | "after" | "day" | "week" | "month" | "list" | "help";

interface Keyboard {
  view: GridView;
  appointments: Appointment[];
  columns: Column[];
  /** The dates that are shown. */
  dates: string[];
  /** Minutes that an arrow moves an appointment by. */
  step: number;
  /** Whether it may go into another column. */
  mayCross: boolean;
  mayCreate: boolean;
  isMovable: (appointment: Appointment) => boolean;
  focus: (id: string) => void;
  say: (what: "held" | "holding" | "dropped" | "fixed", at: Pick<Held, "start" | "column">) => void;
  onOpen: (id: string) => void;
  onMove: (appointment: Appointment, to: { start: Wall; column: string }) => void;
  onCreate: (at: { start?: Wall; column?: string }) => void;
  onShortcut: (shortcut: Shortcut) => void;
}

const DIRECTIONS: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "first",
  End: "last",
};

const SHORTCUTS: Record<string, Shortcut> = {
  t: "today",
  "1": "day",
  "2": "week",
  "3": "month",
  "4": "list",
  PageUp: "before",
  PageDown: "after",
  "?": "help",
};

/** The calendar by keyboard: arrows go from one appointment to the next; M takes one along, until Enter leaves it there or Escape where it was. */
export function useKeyboard(keyboard: Keyboard) {
  const { appointments, view, say, focus } = keyboard;
  const [held, setHeld] = useState<Held | null>(null);

  const hold = (next: Held, what: "held" | "holding") => {
    setHeld(next);
    say(what, next);
  };

  /** Answers whether the key meant something here. */
  const press = (
    { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent,
    focused: string | undefined,
  ): boolean => {
    if (ctrlKey || metaKey || altKey) return false;
    const at = appointments.find(({ id }) => id === focused);
    const direction = DIRECTIONS[key];
    if (held) return pressHolding(key, shiftKey, held);
    if (direction) {
      const laneOf = (appointment: Appointment) =>
        view === "day" ? appointment.column : dateOf(appointment.start);
      const lanes = view === "day" ? keyboard.columns.map(({ id }) => id) : keyboard.dates;
      const next = neighbour(appointments, at, direction, lanes, laneOf);
      if (next) focus(next.id);
      return next !== undefined || at !== undefined;
    }
    if (at && (key === "Enter" || key === " ")) {
      keyboard.onOpen(at.id);
      return true;
    }
    const letter = key.length === 1 ? key.toLowerCase() : key;
    if (letter === "m" && at) {
      if (keyboard.isMovable(at)) hold({ id: at.id, start: at.start, column: at.column }, "held");
      else say("fixed", at);
      return true;
    }
    if (letter === "n" && keyboard.mayCreate) {
      keyboard.onCreate(at ? { start: at.end, column: at.column } : {});
      return true;
    }
    const shortcut = SHORTCUTS[letter];
    if (shortcut) keyboard.onShortcut(shortcut);
    return shortcut !== undefined;
  };

  const pressHolding = (key: string, shiftKey: boolean, holding: Held): boolean => {
    const appointment = appointments.find(({ id }) => id === holding.id);
    if (!appointment || key === "Escape" || key === "Tab") {
      setHeld(null);
      if (appointment) say("dropped", { ...holding, start: appointment.start, column: appointment.column });
      return key === "Escape";
    }
    if (key === "Enter" || key === " ") {
      setHeld(null);
      const still = holding.start === appointment.start && holding.column === appointment.column;
      if (still) say("dropped", holding);
      else keyboard.onMove(appointment, { start: holding.start, column: holding.column });
      return true;
    }
    const there = shifted(keyboard, holding, DIRECTIONS[key], shiftKey);
    if (there) hold(there, "holding");
    return true;
  };

  return { held, press };
}

function shifted(
  { view, columns, step, mayCross }: Keyboard,
  held: Held,
  direction: Direction | undefined,
  far: boolean,
): Held | undefined {
  const by = direction === "down" || direction === "right" ? 1 : -1;
  if (!direction || direction === "first" || direction === "last") return undefined;
  const along = direction === "up" || direction === "down";
  if (view === "month") return { ...held, start: addMinutes(held.start, by * 1440 * (along ? 7 : 1)) };
  if (along) return { ...held, start: addMinutes(held.start, by * (far ? 60 : step)) };
  if (view === "week") return { ...held, start: addMinutes(held.start, by * 1440) };
  if (!mayCross) return undefined;
  const next = columns[columns.findIndex(({ id }) => id === held.column) + by];
  return next && next.id !== NOBODY ? { ...held, column: next.id } : undefined;
}
