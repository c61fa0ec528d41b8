import { expect, test } from "vitest";

import { barsOf, stepFor } from "./bars";

const NONE = {
  pending: 0,
  confirmed: 0,
  in_progress: 0,
  completed: 0,
  cancelled: 0,
  declined: 0,
  expired: 0,
  no_show: 0,
  total: 0,
};

test("days add up to weeks, and statuses to what one tells apart", () => {
  const days = [
    { day: "2026-10-04", bookings: { ...NONE, completed: 2, total: 2 } },
    { day: "2026-10-05", bookings: { ...NONE, completed: 1, in_progress: 1, no_show: 1, total: 3 } },
    { day: "2026-10-11", bookings: { ...NONE, cancelled: 1, expired: 1, pending: 3, total: 5 } },
  ];

  expect(barsOf(days, "week")).toEqual([
    { day: "2026-09-28", done: 2, planned: 0, no_show: 0, lost: 0 },
    { day: "2026-10-05", done: 2, planned: 3, no_show: 1, lost: 2 },
  ]);
  expect(barsOf(days, "month")).toHaveLength(1);
});

test("the longer, the wider the bars", () => {
  expect([30, 90, 365].map(stepFor)).toEqual(["day", "week", "month"]);
});
