import { expect, test } from "vitest";

import { PRESETS, draft, isWeek, weekOf } from "./presets";

test("a preset is known again, in whatever order its days stand", () => {
  const [office, saturday] = PRESETS;
  const week = weekOf(office).toReversed();

  expect(isWeek(office, week)).toBe(true);
  expect(isWeek(office, week.slice(1))).toBe(false);
  expect(isWeek(saturday, week)).toBe(false);
});

test("hours that were chosen are kept for their company alone", () => {
  draft.keep("kalyna", weekOf(PRESETS[0]));

  expect(draft.read("kalyna")).toHaveLength(5);
  expect(draft.read("gema")).toBeNull();
});
