import { $api, type Schemas } from "../../api/client";
import { addDays, dateIn } from "../../i18n/format";
import { useFormat, useWho } from "../../parts/who";

/** What visitors can book first, as they are told: a service and its next free time; null where there is none, undefined while it is asked. */
export function useFirstFree(services: Schemas["Service"][]) {
  const { company } = useWho();
  const format = useFormat();
  const service = services.find(({ visibility }) => visibility === "public");
  const today = dateIn(new Date(), company.time_zone);
  const free = $api.useQuery(
    "get",
    "/public/{slug}/availability",
    {
      params: {
        path: { slug: company.slug },
        query: { service_id: service?.id ?? "", from: today, to: addDays(today, 31) },
      },
    },
    { enabled: Boolean(service && company.verified_at), staleTime: 0 },
  );
  if (!service) return null;
  if (free.isError) return null;
  if (!free.data) return undefined;
  const [first] = free.data.slots;
  return first
    ? { service: service.name, day: format.day(first.starts_at), time: format.time(first.starts_at) }
    : null;
}
