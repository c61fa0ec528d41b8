import { expect, test } from "vitest";

import { actionsOf, isOver } from "./rules";

const noon = Date.parse("2026-11-20T12:00:00Z");
const everything = () => true;
const booking = {
  status: "confirmed",
  starts_at: "2026-11-20T13:00:00Z",
  expires_at: null,
  staff: { id: "1", name: "Ada" },
} as const;

test("nobody has failed to come before it starts", () => {
  expect(actionsOf(booking, everything, noon)).not.toContain("no_show");
  expect(actionsOf(booking, everything, noon + 3_600_000)).toContain("no_show");
});

test("a pending booking that has lost its time has no action", () => {
  const pending = { ...booking, status: "pending", expires_at: "2026-11-20T12:00:00Z" } as const;

  expect(actionsOf(pending, everything, noon)).toEqual([]);
  expect(actionsOf(pending, everything, noon - 1)).toContain("confirm");
});

test("who may only assign can only assign", () => {
  expect(actionsOf(booking, (word) => word === "bookings:assign", noon)).toEqual(["assign"]);
});

test("what is over stays as it is", () => {
  expect(isOver("completed")).toBe(true);
  expect(isOver("in_progress")).toBe(false);
});
