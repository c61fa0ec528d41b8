import { expect, test } from "vitest";

import { toBody, toValues } from "./serviceValues";

test("a new service takes an hour of somebody, is for one person, and anybody can book it", () => {
  const body = toBody({ ...toValues(undefined), name: "Haircut" }, "EUR");

  expect(body).toMatchObject({
    duration_minutes: 60,
    needs_staff: true,
    max_party_size: 1,
    visibility: "public",
  });
  expect(body).toMatchObject({
    price: { amount: 0, currency: "EUR" },
    horizon_days: null,
    daily_limit: null,
  });
});

test("what no longer means anything is not sent", () => {
  const values = {
    ...toValues(undefined),
    needs_staff: false,
    skills: ["colour"],
    place: "location" as const,
    on_site_surcharge: { amount: 500, currency: "EUR" },
    resources: [{ kind: " ", quantity: 1 }],
    per_person: true,
  };

  expect(toBody(values, "EUR")).toMatchObject({
    skills: [],
    on_site_surcharge: null,
    resources: [],
    per_person: false,
  });
});
