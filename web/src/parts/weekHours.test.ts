import { expect, test } from "vitest";

import { another, copied, fault, minutesOf, ofDay, weekdayName, withDay } from "./weekHours";

const nine = { starts: "09:00", ends: "17:00" };

test("a day of a week is replaced, and days stay in order", () => {
  const week = withDay([{ weekday: "friday", ...nine }], "monday", [nine]);

  expect(week.map(({ weekday }) => weekday)).toEqual(["monday", "friday"]);
  expect(ofDay(withDay(week, "friday", []), "friday")).toEqual([]);
});

test("a day is copied to others", () => {
  const week = copied([{ weekday: "monday", ...nine }], "monday", ["tuesday", "sunday"]);

  expect(week.map(({ weekday }) => weekday)).toEqual(["monday", "tuesday", "sunday"]);
});

test("hours that end before they start, or meet others, are told", () => {
  expect(fault([{ starts: "10:00", ends: "09:00" }], 0)).toBe("order");
  expect(fault([nine, { starts: "16:00", ends: "18:00" }], 1)).toBe("overlap");
  expect(fault([nine, { starts: "17:00", ends: "24:00" }], 1)).toBeNull();
});

test("the next hours of a day come behind the last, and end with the day", () => {
  expect(another([])).toEqual({ starts: "09:00", ends: "18:00" });
  expect(another([{ starts: "09:00", ends: "13:00" }])).toEqual({ starts: "14:00", ends: "17:00" });
  expect(another([{ starts: "09:00", ends: "24:00" }])).toEqual({ starts: "23:00", ends: "24:00" });
});

test("a week is so many minutes long", () => {
  expect(minutesOf([nine, { starts: "23:00", ends: "24:00" }])).toBe(540);
});

test("weekdays have names", () => {
  expect(weekdayName("en", "monday")).toBe("Monday");
  expect(weekdayName("uk", "sunday", "short")).toBe("нд");
});
