import { expect, test } from "vitest";

import type { Schemas } from "../../api/client";
import { byCell, daysOf, minutesOf, moments, stroke, touches, wall } from "./plan";

const zone = "Europe/Kyiv";
const shift = (starts_at: string, ends_at: string) =>
  ({ id: starts_at, staff_id: "ada", starts_at, ends_at }) as Schemas["Shift"];

test("a stroke covers the days between its ends, either way", () => {
  const days = daysOf("2026-11-23");

  expect(stroke(days, "2026-11-24", "2026-11-26")).toEqual(["2026-11-24", "2026-11-25", "2026-11-26"]);
  expect(stroke(days, "2026-11-25", "2026-11-24")).toEqual(["2026-11-24", "2026-11-25"]);
});

test("hours on the wall become moments, over midnight and over a change of clocks", () => {
  expect(moments("2026-11-23", { starts: "22:00", ends: "06:00" }, zone)).toEqual({
    starts_at: "2026-11-23T20:00:00Z",
    ends_at: "2026-11-24T04:00:00Z",
  });
  expect(moments("2026-07-01", { starts: "09:00", ends: "17:00" }, zone).starts_at).toBe(
    "2026-07-01T06:00:00Z",
  );
});

test("a shift stands on the day that it starts on in the zone", () => {
  const night = shift("2026-11-23T22:30:00Z", "2026-11-24T04:00:00Z");

  expect(byCell([night], zone)("ada", "2026-11-24")).toEqual([night]);
  expect(wall(night, zone)).toEqual({ date: "2026-11-24", starts: "00:30", ends: "06:00" });
  expect(minutesOf([night])).toBe(330);
});

test("time off is on each day that it lies on", () => {
  const off = { starts_at: "2026-11-22T22:00:00Z", ends_at: "2026-11-24T22:00:00Z" };
  const on = daysOf("2026-11-23").filter((day) => touches(off, day, zone));

  expect(on).toEqual(["2026-11-23", "2026-11-24"]);
});
