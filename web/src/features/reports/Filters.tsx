import { $api, type Schemas } from "../../api/client";

/** What a report is narrowed to, by name. */
export function Filters({ report }: { report: Schemas["Report"] }) {
  const of = (id: string | null | undefined) => ({ params: { path: { id: id ?? "" } } });
  const staff = $api.useQuery("get", "/staff/{id}", of(report.staff_id), {
    enabled: Boolean(report.staff_id),
  });
  const service = $api.useQuery("get", "/services/{id}", of(report.service_id), {
    enabled: Boolean(report.service_id),
  });
  const location = $api.useQuery("get", "/locations/{id}", of(report.location_id), {
    enabled: Boolean(report.location_id),
  });
  return [staff.data?.name, service.data?.name, location.data?.name]
    .filter((name) => name !== undefined)
    .map((name) => ` · ${name}`)
    .join("");
}
