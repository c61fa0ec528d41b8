import { expect, test } from "vitest";

import type { Schemas } from "../../api/client";
import { bodyOf, emptyDraft, fill, fit } from "./basket";

const money = (amount: number) => ({ amount, currency: "UAH" });

const service = (id: string, more: Partial<Schemas["Service"]> = {}): Schemas["Service"] => ({
  id,
  name: id,
  addon_ids: [],
  buffer_after_minutes: 0,
  buffer_before_minutes: 0,
  created_at: "2026-01-01T00:00:00Z",
  description: "",
  duration_minutes: 60,
  max_party_size: 1,
  needs_place: false,
  needs_staff: true,
  per_person: false,
  place: "location",
  position: 0,
  price: money(50_000),
  resources: [],
  skills: [],
  version: 1,
  visibility: "public",
  ...more,
});

const addon: Schemas["Addon"] = {
  id: "mask",
  name: "Mask",
  created_at: "2026-01-01T00:00:00Z",
  description: "",
  duration_minutes: 15,
  position: 0,
  price: money(10_000),
  version: 1,
};

test("services and add-ons add up in time and money", () => {
  const services = [service("cut", { addon_ids: ["mask"] }), service("beard", { duration_minutes: 20 })];
  const draft = { ...emptyDraft, service_ids: ["cut", "beard"], addon_ids: ["mask"] };

  const { minutes, amount } = fill(draft, services, [addon]);

  expect({ minutes, amount }).toEqual({ minutes: 95, amount: 110_000 });
});

test("a price by person is paid by each", () => {
  const services = [service("yoga", { per_person: true, max_party_size: 8 })];

  expect(fill({ ...emptyDraft, service_ids: ["yoga"], party_size: 3 }, services, []).amount).toBe(150_000);
});

test("what does not go with another service is let go of", () => {
  const services = [service("cut", { place: "on_site", needs_staff: false })];
  const draft = { ...emptyDraft, service_ids: ["cut"], addon_ids: ["mask"], staff_id: "ada", party_size: 4 };

  const fitted = fit(draft, fill(draft, services, [addon]));

  expect(fitted).toMatchObject({ place: "on_site", addon_ids: [], staff_id: null, party_size: 1 });
});

test("an address is sent only where somebody comes to it", () => {
  const client = { id: "olena" } as Schemas["Client"];
  const draft = { ...emptyDraft, service_ids: ["cut"] };

  const body = (place: "location" | "on_site") =>
    bodyOf({ ...draft, place }, client, "2026-11-20T10:00:00Z", false);

  expect(body("location").address).toBeUndefined();
  expect(body("on_site").address).toEqual({ street: "", city: "", zip: null });
});
