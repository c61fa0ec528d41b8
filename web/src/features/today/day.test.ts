import { expect, test } from "vitest";

import type { Booking } from "../bookings/rules";
import { sortDay } from "./day";

const noon = Date.parse("2026-11-20T12:00:00Z");

function booking(id: string, from: string, to: string, status: Booking["status"], staff = "ada") {
  const at = (time: string) => `2026-11-20T${time}:00Z`;
  return { id, starts_at: at(from), ends_at: at(to), status, staff: { id: staff, name: staff } } as Booking;
}

const ids = (bookings: Booking[]) => bookings.map(({ id }) => id);

test("a day is what was, what is, and what comes", () => {
  const day = sortDay(
    [
      booking("later", "14:00", "15:00", "confirmed"),
      booking("overdue", "09:00", "10:00", "in_progress"),
      booking("done", "10:00", "11:00", "completed"),
      booking("now", "11:30", "12:30", "confirmed"),
      booking("off", "13:00", "14:00", "cancelled"),
    ],
    noon,
  );

  expect(ids(day.past)).toEqual(["done"]);
  expect(ids(day.now)).toEqual(["overdue", "now"]);
  expect(ids(day.next)).toEqual(["later"]);
});

test("of two at once, one's own stands first", () => {
  const two = [
    booking("bob’s", "13:00", "14:00", "confirmed", "bob"),
    booking("ada’s", "13:00", "14:00", "confirmed", "ada"),
  ];

  expect(ids(sortDay(two, noon, "ada").next)).toEqual(["ada’s", "bob’s"]);
});
