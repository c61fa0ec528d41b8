import { $api } from "../../api/client";
import { paged } from "../../parts/paged";
import { useAll } from "../../parts/useAll";
import { useWho } from "../../parts/who";

const inUse = { params: { query: { archived: false, limit: 100 } } };

/** Every service that can be booked. */
export function useServices() {
  const enabled = useWho().can("services:read");
  return useAll($api.useInfiniteQuery("get", "/services", inUse, { ...paged, enabled }));
}

/** Every add-on that can be booked. */
export function useAddons() {
  const enabled = useWho().can("services:read");
  return useAll($api.useInfiniteQuery("get", "/addons", inUse, { ...paged, enabled }));
}

/** Everybody whose time can be booked. */
export function useStaff() {
  const enabled = useWho().can("staff:read");
  return useAll($api.useInfiniteQuery("get", "/staff", inUse, { ...paged, enabled }));
}

/** Every location that is in use. */
export function useLocations() {
  const enabled = useWho().can("locations:read");
  return useAll($api.useInfiniteQuery("get", "/locations", inUse, { ...paged, enabled }));
}

/** Rows as the choices of a `Select`. */
export const asChoices = (rows: { id: string; name: string }[] | undefined) =>
  (rows ?? []).map(({ id, name }) => ({ value: id, label: name }));
