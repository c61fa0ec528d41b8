import { expect, test } from "vitest";

import { before, daysOf, periodOf, presetOf, rangeOf } from "./periods";

test("a preset means days around today", () => {
  const of = (preset: Parameters<typeof periodOf>[0]) => Object.values(periodOf(preset, "2026-03-01"));

  expect(of("last_7")).toEqual(["2026-02-23", "2026-03-01"]);
  expect(of("this_week")).toEqual(["2026-02-23", "2026-03-01"]);
  expect(of("this_month")).toEqual(["2026-03-01", "2026-03-31"]);
  expect(of("last_month")).toEqual(["2026-02-01", "2026-02-28"]);
  expect(of("this_year")).toEqual(["2026-01-01", "2026-12-31"]);
});

test("a period is known by its preset, and has one of the same length before it", () => {
  const period = { from: "2026-10-03", until: "2026-11-01" };

  expect(presetOf(period, "2026-11-01")).toBe("last_30");
  expect(presetOf(period, "2026-11-02")).toBeNull();
  expect(daysOf(period)).toBe(30);
  expect(before(period)).toEqual({ from: "2026-09-03", until: "2026-10-02" });
  expect(rangeOf(period)).toEqual({ from: "2026-10-03", to: "2026-11-02" });
});
