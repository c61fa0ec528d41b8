import { expect, test } from "vitest";

import { changesOf } from "./changes";

test("the log names each field that changed, and no other", () => {
  const changes = {
    id: ["one", "one"],
    status: ["active", "suspended"],
    verified_at: [null, "2026-10-01T10:00:00Z"],
    registration_open: [true, false],
  };

  expect(changesOf(changes, () => "1 Oct")).toEqual([
    { field: "status", before: "active", after: "suspended" },
    { field: "verified_at", before: "–", after: "1 Oct" },
    { field: "registration_open", before: "true", after: "false" },
  ]);
});
