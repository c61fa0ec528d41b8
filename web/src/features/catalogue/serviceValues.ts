import type { Schemas } from "../../api/client";

type Service = Schemas["Service"];
type Money = Schemas["Money"];

/** What stands in the form of a service. */
export interface ServiceValues extends Record<string, unknown> {
  name: string;
  description: string;
  category_id: string | null;
  service_type_id: string | null;
  visibility: Schemas["ServiceVisibility"];
  duration_minutes: number | null;
  buffer_before_minutes: number | null;
  buffer_after_minutes: number | null;
  price: Money | null;
  express_surcharge: Money | null;
  on_site_surcharge: Money | null;
  place: Schemas["ServicePlace"];
  needs_staff: boolean;
  needs_place: boolean;
  skills: string[];
  resources: Schemas["NeededResource"][];
  max_party_size: number | string;
  per_person: boolean;
  addon_ids: string[];
  minimum_notice_minutes: number | null;
  horizon_days: number | string;
  daily_limit: number | string;
}

/** The form of a service, or of a new one. */
export function toValues(service: Service | undefined): ServiceValues {
  return {
    name: service?.name ?? "",
    description: service?.description ?? "",
    category_id: service?.category_id ?? null,
    service_type_id: service?.service_type_id ?? null,
    visibility: service?.visibility ?? "public",
    duration_minutes: service?.duration_minutes ?? 60,
    buffer_before_minutes: service?.buffer_before_minutes ?? 0,
    buffer_after_minutes: service?.buffer_after_minutes ?? 0,
    price: service?.price ?? null,
    express_surcharge: service?.express_surcharge ?? null,
    on_site_surcharge: service?.on_site_surcharge ?? null,
    place: service?.place ?? "location",
    needs_staff: service?.needs_staff ?? true,
    needs_place: service?.needs_place ?? false,
    skills: service?.skills ?? [],
    resources: service?.resources ?? [],
    max_party_size: service?.max_party_size ?? 1,
    per_person: service?.per_person ?? false,
    addon_ids: service?.addon_ids ?? [],
    minimum_notice_minutes: service?.minimum_notice_minutes ?? null,
    horizon_days: service?.horizon_days ?? "",
    daily_limit: service?.daily_limit ?? "",
  };
}

const number = (typed: number | string): number | null =>
  typed === "" || Number.isNaN(Number(typed)) ? null : Number(typed);

/** What the API is sent of a form: every field, so that what was emptied is emptied. */
export function toBody(values: ServiceValues, currency: string): Omit<Schemas["NewService"], "position"> {
  const party = number(values.max_party_size) ?? 1;
  return {
    name: values.name,
    description: values.description,
    category_id: values.category_id,
    service_type_id: values.service_type_id,
    visibility: values.visibility,
    duration_minutes: values.duration_minutes ?? 0,
    buffer_before_minutes: values.buffer_before_minutes ?? 0,
    buffer_after_minutes: values.buffer_after_minutes ?? 0,
    price: values.price ?? { amount: 0, currency },
    express_surcharge: values.express_surcharge,
    on_site_surcharge: values.place === "location" ? null : values.on_site_surcharge,
    place: values.place,
    needs_staff: values.needs_staff,
    needs_place: values.needs_place,
    skills: values.needs_staff ? values.skills : [],
    resources: values.resources.filter(({ kind }) => kind.trim() !== ""),
    max_party_size: party,
    per_person: party > 1 && values.per_person,
    addon_ids: values.addon_ids,
    minimum_notice_minutes: values.minimum_notice_minutes,
    horizon_days: number(values.horizon_days),
    daily_limit: number(values.daily_limit),
  };
}
