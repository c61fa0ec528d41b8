import { expect, test } from "vitest";

import { nearest } from "./nearest";

const at = (hour: number) => `2026-11-25T${String(hour).padStart(2, "0")}:00:00Z`;

test("the nearest six of many, by the clock, without the time that it has already", () => {
  const all = [8, 9, 10, 11, 12, 13, 14, 15, 16].map(at);

  expect(nearest(all, at(11), at(10))).toEqual([8, 9, 11, 12, 13, 14].map(at));
  expect(nearest(all.slice(0, 2), at(11), undefined)).toEqual([8, 9].map(at));
});
