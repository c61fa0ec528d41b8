import { expect, test } from "vitest";

import { closed, fallsOn, shownHours, worked } from "./hours";

const week = [
  { weekday: "monday", starts: "09:00", ends: "13:00" },
  { weekday: "monday", starts: "14:00", ends: "18:00" },
  { weekday: "tuesday", starts: "10:00", ends: "24:00" },
] as const;
const days = { from: "2026-11-23", to: "2026-11-26" };

test("a week's hours lie on its days, and the rest is closed", () => {
  const open = worked({ week: [...week], rules: [], exceptions: [] }, days);

  expect(open).toEqual([
    { date: "2026-11-23", from: 540, to: 780 },
    { date: "2026-11-23", from: 840, to: 1080 },
    { date: "2026-11-24", from: 600, to: 1440 },
  ]);
  expect(closed(open, days)).toEqual([
    { date: "2026-11-23", from: 0, to: 540 },
    { date: "2026-11-23", from: 780, to: 840 },
    { date: "2026-11-23", from: 1080, to: 1440 },
    { date: "2026-11-24", from: 0, to: 600 },
    { date: "2026-11-25", from: 0, to: 1440 },
  ]);
});

test("a day that is different has its own hours alone, or none", () => {
  const exceptions = [
    { on_date: "2026-11-23", reason: "", windows: [] },
    { on_date: "2026-11-25", reason: "", windows: [{ starts: "08:00", ends: "09:30" }] },
  ];

  const open = worked({ week: [...week], rules: [], exceptions }, days);

  expect(open.map(({ date }) => date)).toEqual(["2026-11-24", "2026-11-25"]);
  expect(open[1]).toEqual({ date: "2026-11-25", from: 480, to: 570 });
});

test.each([
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "2026-11-02", "2026-11-07", true],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "2026-11-02", "2026-11-14", false],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "2026-11-02", "2026-11-21", true],
  ["FREQ=WEEKLY", "2026-11-04", "2026-11-11", true],
  ["FREQ=WEEKLY", "2026-11-04", "2026-11-12", false],
  ["FREQ=DAILY;INTERVAL=3", "2026-11-01", "2026-11-07", true],
  ["FREQ=DAILY;COUNT=3", "2026-11-01", "2026-11-03", true],
  ["FREQ=DAILY;COUNT=3", "2026-11-01", "2026-11-04", false],
  ["FREQ=DAILY;UNTIL=20261105", "2026-11-01", "2026-11-05", true],
  ["FREQ=DAILY;UNTIL=20261105", "2026-11-01", "2026-11-06", false],
  ["FREQ=DAILY", "2026-11-02", "2026-11-01", false],
])("%s from %s has %s: %s", (rule, starts_on, date, has) => {
  expect(fallsOn({ rule, starts_on }, date)).toBe(has);
});

test("a grid shows an hour around what is on it", () => {
  expect(shownHours([])).toEqual({ from: 480, to: 1200 });
  expect(shownHours([{ from: 545, to: 1085 }])).toEqual({ from: 480, to: 1200 });
  expect(shownHours([{ from: 0, to: 1440 }])).toEqual({ from: 0, to: 1440 });
});
