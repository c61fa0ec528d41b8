import type { Schemas } from "../../api/client";

type Service = Schemas["Service"];
type Addon = Schemas["Addon"];

/** A booking as somebody puts it together. */
export type Draft = {
  client: Schemas["Client"] | null;
  /** In the order they are done. */
  service_ids: string[];
  addon_ids: string[];
  /** Null: anybody. */
  staff_id: string | null;
  location_id: string | null;
  place: Schemas["BookingPlace"];
  address: { street: string; city: string; zip: string };
  party_size: number;
  express: boolean;
  asset_id: string | null;
  notes: string;
  staff_notes: string;
};

export interface Basket {
  services: Service[];
  addons: Addon[];
  /** The add-ons that go with the chosen services. */
  possibleAddons: Addon[];
  minutes: number;
  /** In minor units of the company's currency. */
  amount: number;
  /** Where all of it can be done. */
  places: Schemas["BookingPlace"][];
  maxParty: number;
  needsStaff: boolean;
  hasExpress: boolean;
  skills: string[];
}

export const emptyDraft: Draft = {
  client: null,
  service_ids: [],
  addon_ids: [],
  staff_id: null,
  location_id: null,
  place: "location",
  address: { street: "", city: "", zip: "" },
  party_size: 1,
  express: false,
  asset_id: null,
  notes: "",
  staff_notes: "",
};

/** What a draft amounts to, as services and add-ons are offered now. */
export function fill(draft: Draft, services: Service[], addons: Addon[]): Basket {
  const chosen = draft.service_ids.flatMap((id) => services.find((service) => service.id === id) ?? []);
  const offered = new Set(chosen.flatMap(({ addon_ids }) => addon_ids));
  const possibleAddons = addons.filter(({ id }) => offered.has(id));
  const added = possibleAddons.filter(({ id }) => draft.addon_ids.includes(id));
  const places = (["location", "on_site"] as const).filter((place) =>
    chosen.every((service) => service.place === "either" || service.place === place),
  );
  const onSite = draft.place === "on_site";
  const price = ({ price, per_person, on_site_surcharge, express_surcharge }: Service) =>
    price.amount * (per_person ? draft.party_size : 1) +
    (onSite ? (on_site_surcharge?.amount ?? 0) : 0) +
    (draft.express ? (express_surcharge?.amount ?? 0) : 0);
  return {
    services: chosen,
    addons: added,
    possibleAddons,
    minutes: sum([...chosen, ...added].map(({ duration_minutes }) => duration_minutes)),
    amount: sum(chosen.map(price)) + sum(added.map(({ price }) => price?.amount ?? 0)),
    places,
    maxParty: Math.min(...chosen.map(({ max_party_size }) => max_party_size)),
    needsStaff: chosen.some(({ needs_staff }) => needs_staff),
    hasExpress: chosen.length > 0 && chosen.every(({ express_surcharge }) => express_surcharge),
    skills: [...new Set(chosen.flatMap(({ skills }) => skills))],
  };
}

/** The draft with what no longer goes with its services left out. */
export function fit(draft: Draft, basket: Basket): Draft {
  const [onlyPlace] = basket.places;
  const place = basket.places.includes(draft.place) ? draft.place : (onlyPlace ?? draft.place);
  return {
    ...draft,
    place,
    addon_ids: basket.addons.map(({ id }) => id),
    party_size: Math.max(
      1,
      Math.min(draft.party_size, Number.isFinite(basket.maxParty) ? basket.maxParty : 1),
    ),
    express: draft.express && basket.hasExpress,
    staff_id: basket.needsStaff || basket.services.length === 0 ? draft.staff_id : null,
  };
}

/** What is asked of availability, and of a booking too. */
export function wanted(draft: Draft) {
  const [service_id = "", ...further_service_ids] = draft.service_ids;
  return {
    service_id,
    party_size: draft.party_size,
    place: draft.place,
    ...(further_service_ids.length > 0 ? { further_service_ids } : {}),
    ...(draft.addon_ids.length > 0 ? { addon_ids: draft.addon_ids } : {}),
    ...(draft.staff_id ? { staff_id: draft.staff_id } : {}),
    ...(draft.location_id && draft.place === "location" ? { location_id: draft.location_id } : {}),
  };
}

/** What is sent. */
export function bodyOf(
  draft: Draft,
  client: Schemas["Client"],
  startsAt: string,
  override: boolean,
): Schemas["NewBooking"] {
  const { street, city, zip } = draft.address;
  return {
    addon_ids: [],
    further_service_ids: [],
    ...wanted(draft),
    client_id: client.id,
    starts_at: startsAt,
    express: draft.express,
    override_rules: override,
    ...(draft.place === "on_site" ? { address: { street, city, zip: zip || null } } : {}),
    ...(draft.asset_id ? { asset_id: draft.asset_id } : {}),
    ...(draft.notes ? { notes: draft.notes } : {}),
    ...(draft.staff_notes ? { staff_notes: draft.staff_notes } : {}),
  };
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
