import { expect, test } from "vitest";

import { bookingsSearch } from "./search";

test("an address says which bookings are shown", () => {
  const said = { booking: "b", from: "2026-11-20", status: "pending", staff: "s" };

  expect(bookingsSearch(said)).toEqual(said);
});

test("what makes no sense in an address is left out", () => {
  expect(bookingsSearch({ from: "soon", status: "lost", staff: 3, client: "" })).toEqual({});
});
