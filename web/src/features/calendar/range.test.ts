import { expect, test } from "vitest";

import { rangeOf, turn } from "./range";

test("a week begins on Monday, and a month is shown in whole weeks", () => {
  expect(rangeOf("day", "2026-11-22")).toEqual({ from: "2026-11-22", to: "2026-11-23" });
  expect(rangeOf("week", "2026-11-22")).toEqual({ from: "2026-11-16", to: "2026-11-23" });
  expect(rangeOf("month", "2026-11-22")).toEqual({ from: "2026-10-26", to: "2026-12-07" });
  expect(rangeOf("month", "2027-02-10")).toEqual({ from: "2027-02-01", to: "2027-03-01" });
});

test("turning a page of days, weeks, and months", () => {
  expect(turn("day", "2026-12-31", 1)).toBe("2027-01-01");
  expect(turn("week", "2026-11-22", -1)).toBe("2026-11-15");
  expect(turn("month", "2026-11-22", 1)).toBe("2026-12-22");
  expect(turn("month", "2026-01-31", 1)).toBe("2026-02-28");
  expect(turn("month", "2026-03-31", -1)).toBe("2026-02-28");
  expect(turn("month", "2026-01-15", -1)).toBe("2025-12-15");
});
