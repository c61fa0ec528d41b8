import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { EVENTS } from "./events";

test("every kind of event that the API sends can be chosen", () => {
  const path = join(import.meta.dirname, "../../../../openapi/openapi.json");
  const document = JSON.parse(readFileSync(path, "utf8")) as { "x-webhooks": Record<string, unknown> };

  expect(EVENTS).toEqual(Object.keys(document["x-webhooks"]).sort());
});
