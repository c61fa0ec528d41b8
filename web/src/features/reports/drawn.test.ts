import { expect, test } from "vitest";

import { drawn } from "./drawn";

const value = { name: "value_booked", kind: "money" as const };
const currency = { name: "currency", kind: "text" as const };

test("what is by day is drawn over time, the rest as bars", () => {
  const bookings = { name: "bookings", kind: "count" as const };
  const rows = [
    ["a", 1],
    ["b", 2],
  ];

  const byDay = { name: "by_day", columns: [{ name: "day", kind: "date" as const }, bookings], rows };
  const byStaff = { name: "by_staff", columns: [{ name: "staff", kind: "text" as const }, bookings], rows };

  expect(drawn(byDay)).toEqual({ as: "time", by: 0, series: [1] });
  expect(drawn(byStaff)).toEqual({ as: "bars", by: 0, series: [1] });
  expect(drawn({ ...byStaff, rows: rows.slice(1) })).toBeNull();
});

test("money of two currencies has no common scale", () => {
  const table = (second: string) => ({
    name: "by_month",
    columns: [{ name: "month", kind: "date" as const }, currency, value],
    rows: [
      ["2026-10-01", "UAH", 100],
      ["2026-11-01", second, 100],
    ],
  });

  expect(drawn(table("UAH"))).toEqual({ as: "time", by: 0, series: [2] });
  expect(drawn(table("EUR"))).toBeNull();
});
