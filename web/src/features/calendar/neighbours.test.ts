import { expect, test } from "vitest";

import { type Direction, neighbour } from "./neighbours";

const all = [
  { id: "late", start: "2026-11-23T15:00", lane: "ada" },
  { id: "early", start: "2026-11-23T09:00", lane: "ada" },
  { id: "noon", start: "2026-11-23T12:30", lane: "eve" },
  { id: "evening", start: "2026-11-23T17:00", lane: "eve" },
];
const to = (from: string | undefined, direction: Direction) =>
  neighbour(
    all,
    all.find(({ id }) => id === from),
    direction,
    ["ada", "bob", "eve"],
    ({ lane }) => lane,
  )?.id;

test("up and down go along a lane by time, and end where it ends", () => {
  expect(to("early", "down")).toBe("late");
  expect(to("late", "up")).toBe("early");
  expect(to("late", "down")).toBeUndefined();
});

test("left and right go to the nearest in time, over empty lanes", () => {
  expect(to("late", "right")).toBe("evening");
  expect(to("early", "right")).toBe("noon");
  expect(to("noon", "left")).toBe("late");
  expect(to("noon", "right")).toBeUndefined();
});

test("from nowhere it is the first, and Home and End are the ends", () => {
  expect(to(undefined, "down")).toBe("early");
  expect(to("noon", "first")).toBe("early");
  expect(to("early", "last")).toBe("evening");
});
