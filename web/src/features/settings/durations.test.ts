import { expect, test } from "vitest";

import { inUnit, inWords, toMinutes, unitOf, unitWord } from "./durations";

test("a duration is shown in the largest unit that says it whole", () => {
  expect([0, 15, 60, 90, 1440, 4320].map(unitOf)).toEqual([
    "hours",
    "minutes",
    "hours",
    "minutes",
    "days",
    "days",
  ]);
});

test("a number of a unit is so many minutes, and back", () => {
  expect(toMinutes(2, "days")).toBe(2880);
  expect(inUnit(2880, "hours")).toBe(48);
  expect(toMinutes(1.5, "hours")).toBe(90);
});

test("minutes are said in the words of a language", () => {
  expect(inWords(1440, "en")).toBe("1 day");
  expect(inWords(1530, "en")).toBe("1 day 1 hour 30 minutes");
  expect(inWords(0, "en")).toBe("0 minutes");
  expect(inWords(300, "uk")).toBe("5 годин");
});

test("a unit is called as its number wants it", () => {
  expect([1, 2, 5].map((count) => unitWord(count, "days", "uk"))).toEqual(["день", "дні", "днів"]);
});
