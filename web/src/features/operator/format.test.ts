import { expect, test } from "vitest";

import { formats } from "../../i18n/format";
import { bytes, seconds } from "./format";

test("sizes are in the unit that reads best", () => {
  expect([0, 999, 12_400_000, 3_000_000_000].map((size) => bytes("en", size))).toEqual([
    "0 byte",
    "999 byte",
    "12.4 MB",
    "3 GB",
  ]);
});

test("less than a minute is in seconds", () => {
  const format = formats("en", "UTC");

  expect([5, 60, 7500].map((value) => seconds(format, value))).toEqual(["5 sec", "1 min", "2 hr 5 min"]);
});
