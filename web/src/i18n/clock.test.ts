import { expect, test } from "vitest";

import { addDays, dateIn, localIn, mondayOf, momentIn } from "./clock";

test("a clock shows the time of its zone", () => {
  expect(localIn("2026-07-01T22:30:00Z", "Europe/Kyiv")).toBe("2026-07-02T01:30");
  expect(dateIn("2026-07-01T22:30:00Z", "Asia/Kolkata")).toBe("2026-07-02");
});

test("a time of a wall clock is one moment, also on the days when clocks change", () => {
  expect(momentIn("2026-07-01T09:00", "Europe/Kyiv")).toBe("2026-07-01T06:00:00Z");
  expect(momentIn("2026-03-29T03:30", "Europe/Kyiv"), "skipped: after the jump").toBe("2026-03-29T01:30:00Z");
  expect(momentIn("2026-10-25T03:30", "Europe/Kyiv"), "twice: the first").toBe("2026-10-25T00:30:00Z");
  expect(momentIn("2026-04-05T01:45", "Australia/Lord_Howe"), "twice, by half an hour").toBe(
    "2026-04-04T14:45:00Z",
  );
  expect(momentIn("2026-10-04T02:15", "Australia/Lord_Howe"), "skipped, by half an hour").toBe(
    "2026-10-03T15:45:00Z",
  );
});

test("days are counted by the calendar", () => {
  expect(addDays("2026-02-27", 2)).toBe("2026-03-01");
  expect([mondayOf("2026-11-22"), mondayOf("2026-11-23")]).toEqual(["2026-11-16", "2026-11-23"]);
});
