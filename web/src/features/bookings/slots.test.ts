import { expect, test } from "vitest";

import { byDay, byPart, spanOf, weekOf } from "./slots";

const slot = (starts_at: string) => ({ starts_at, ends_at: starts_at, staff_ids: [] });

test("a time late in the evening in UTC is of the next day in Kyiv", () => {
  const days = byDay([slot("2026-11-20T21:00:00Z"), slot("2026-11-20T22:30:00Z")], "Europe/Kyiv");

  expect([...days.keys()]).toEqual(["2026-11-20", "2026-11-21"]);
});

test("noon begins the afternoon, and five the evening", () => {
  const parts = byPart(
    [slot("2026-11-20T09:59:00Z"), slot("2026-11-20T10:00:00Z"), slot("2026-11-20T15:00:00Z")],
    "Europe/Kyiv",
  );

  expect([...parts.keys()]).toEqual(["morning", "afternoon", "evening"]);
});

test("weeks are asked for four at a time", () => {
  expect(spanOf("2026-11-16", "2026-11-16")).toBe("2026-11-16");
  expect(spanOf("2026-12-07", "2026-11-16")).toBe("2026-11-16");
  expect(spanOf("2026-12-14", "2026-11-16")).toBe("2026-12-14");
});

test("weeks are counted from the first day, and none lies before it", () => {
  expect(weekOf("2026-11-26", "2026-11-19")).toBe("2026-11-26");
  expect(weekOf("2026-11-25", "2026-11-19")).toBe("2026-11-19");
  expect(weekOf("2026-11-01", "2026-11-19")).toBe("2026-11-19");
});
