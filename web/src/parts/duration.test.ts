import { expect, test } from "vitest";

import { formats } from "../i18n/format";
import { minutesOf } from "./duration";

test.each([
  ["90", 90],
  ["1:30", 90],
  ["1 h 30 min", 90],
  ["1h", 60],
  ["1.5 h", 90],
  ["1,5 h", 90],
  ["45 min", 45],
  ["০", 0],
  ["", null],
  ["soon", null],
  ["1 2 3", null],
])("%s is %s minutes", (typed, minutes) => {
  expect(minutesOf(typed)).toBe(minutes);
});

test.each([
  ["en", "h"],
  ["uk", "г"],
  ["bn", "ঘ"],
  ["id", "j"],
])("what is shown in %s can be typed", (language, hour) => {
  const { duration } = formats(language, "UTC");

  expect([15, 60, 90, 125].map((minutes) => minutesOf(duration(minutes), hour))).toEqual([15, 60, 90, 125]);
});
