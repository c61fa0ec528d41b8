import { expect, test } from "vitest";

import { addressOf, currencyOf } from "./guess";

test("an address is made of a name in whatever letters", () => {
  expect(addressOf("Салон «Калина»")).toBe("salon-kalyna");
  expect(addressOf("  Café Zürich & Söhne  ")).toBe("cafe-zurich-sohne");
  expect(addressOf("রূপা")).toBe("");
});

test("people pay in the currency of their zone", () => {
  expect([currencyOf("Europe/Kyiv"), currencyOf("Europe/Rome"), currencyOf("America/Lima")]).toEqual([
    "UAH",
    "EUR",
    "USD",
  ]);
});
