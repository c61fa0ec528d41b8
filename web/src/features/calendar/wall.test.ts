import { expect, test } from "vitest";

import { addMinutes, datesIn, minutesBetween, momentOf, offsetAt, wallAt, wallOf } from "./wall";

test.each([
  ["2026-07-03T07:15:00Z", "Europe/Kyiv", "2026-07-03T10:15"],
  ["2026-01-03T07:15:00Z", "Europe/Kyiv", "2026-01-03T09:15"],
  ["2026-07-03T20:00:00Z", "Asia/Dhaka", "2026-07-04T02:00"],
  ["2026-07-03T03:30:00Z", "America/New_York", "2026-07-02T23:30"],
  ["2026-07-03T17:00:00Z", "Asia/Jakarta", "2026-07-04T00:00"],
])("%s on a wall in %s is %s, and back", (moment, zone, wall) => {
  expect(wallOf(moment, zone)).toBe(wall);
  expect(momentOf(wall, zone)).toBe(moment);
});

test.each([
  ["Europe/Kyiv", "2026-03-29T02:45", "2026-03-29T00:45:00Z"],
  ["Europe/Kyiv", "2026-03-29T04:00", "2026-03-29T01:00:00Z"],
  ["America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z"],
  ["Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30:00Z"],
])("around the hour that is skipped in %s, %s is %s", (zone, wall, moment) => {
  expect(momentOf(wall, zone)).toBe(moment);
});

test.each([
  ["Europe/Kyiv", "2026-03-29T03:30", "2026-03-29T04:30"],
  ["America/New_York", "2026-03-08T02:30", "2026-03-08T03:30"],
])("a time that is skipped in %s, %s, is after the jump: %s", (zone, wall, shown) => {
  expect(wallOf(momentOf(wall, zone), zone)).toBe(shown);
});

test.each([
  ["Europe/Kyiv", "2026-10-25T03:30", "2026-10-25T00:30:00Z"],
  ["America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"],
  ["Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"],
])("of an hour that comes twice in %s, %s is the first", (zone, wall, moment) => {
  expect(momentOf(wall, zone)).toBe(moment);
});

test("every quarter of the days on which clocks change goes there and back", () => {
  for (const [zone, date] of [
    ["Europe/Kyiv", "2026-03-29"],
    ["Europe/Kyiv", "2026-10-25"],
    ["America/New_York", "2026-11-01"],
  ] as const) {
    const start = Date.parse(momentOf(`${date}T00:00`, zone));
    for (let quarter = 0; quarter < 92; quarter++) {
      const wall = wallOf(start + quarter * 900_000, zone);
      expect(wallOf(momentOf(wall, zone), zone)).toBe(wall);
    }
  }
});

test("the hands of a clock are counted without a zone", () => {
  expect(addMinutes("2026-03-29T02:45", 30)).toBe("2026-03-29T03:15");
  expect(minutesBetween("2026-10-24T23:00", "2026-10-25T04:00")).toBe(300);
  expect(wallAt("2026-12-31", 1440)).toBe("2027-01-01T00:00");
  expect(datesIn("2026-02-27", "2026-03-02")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
});

test("a zone's distance from UTC is that of the season", () => {
  expect(offsetAt(Date.parse("2026-07-01T00:00:30Z"), "Europe/Kyiv")).toBe("+03:00");
  expect(offsetAt(Date.parse("2026-01-01T00:00:30Z"), "America/New_York")).toBe("-05:00");
  expect(offsetAt(Date.parse("2026-01-01T00:00:30Z"), "Asia/Kolkata")).toBe("+05:30");
});
