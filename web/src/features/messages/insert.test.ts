import { expect, test } from "vitest";

import { inserted } from "./insert";

test("a variable goes where the cursor is, in place of what is selected", () => {
  expect(inserted("Hi you!", "client", 3, 6)).toEqual({ text: "Hi {{client}}!", caret: 13 });
});

test("a variable goes to the end where there is no cursor", () => {
  expect(inserted("Hi ", "client", null, null)).toEqual({ text: "Hi {{client}}", caret: 13 });
});
