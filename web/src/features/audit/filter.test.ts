import { expect, test } from "vitest";

import { NO_FILTER, filterQuery } from "./filter";

test("nothing is asked where nothing is filtered", () => {
  expect(filterQuery(NO_FILTER, "Europe/Kyiv")).toEqual({});
});

test("days are those of the company's zone, the last one whole", () => {
  const query = filterQuery({ ...NO_FILTER, from: "2026-07-01", to: "2026-07-01" }, "Europe/Kyiv");

  expect(query).toEqual({ from: "2026-06-30T21:00:00Z", to: "2026-07-01T21:00:00Z" });
});
