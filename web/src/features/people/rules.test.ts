import { expect, test } from "vitest";

import { WEEKLY, parseRule, ruleText } from "./rules";

test.each([
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
  "FREQ=DAILY",
  "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=10",
  "FREQ=WEEKLY;BYDAY=SU;UNTIL=20261231",
])("%s is the same after it is read and written", (rule) => {
  expect(ruleText(parseRule(rule))).toBe(rule);
});

test("a rule is read part by part, and its days stand in order", () => {
  expect(parseRule("FREQ=WEEKLY;BYDAY=SU,MO;UNTIL=20261231T000000Z;WKST=MO")).toEqual({
    ...WEEKLY,
    on: ["monday", "sunday"],
    until: "2026-12-31",
  });
});
