import { expect, test } from "vitest";

import { moved } from "./history";

test("a move says from when to when", () => {
  const details = { from: { starts_at: "a", staff_id: null }, to: { starts_at: "b", staff_id: "1" } };

  expect(moved(details)).toEqual({
    from: { starts_at: "a" },
    to: { starts_at: "b", staff_id: "1" },
    added: [],
  });
});

test("what says nothing means nothing", () => {
  expect(moved(null)).toEqual({ from: {}, to: {}, added: [] });
});
