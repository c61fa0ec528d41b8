import { $api } from "../../api/client";
import { paged } from "../../parts/paged";
import { useAll } from "../../parts/useAll";
import { useWho } from "../../parts/who";

const whole = (archived = false) => ({ params: { query: { archived, limit: 100 } } });

export const useServices = (archived = false) =>
  useAll($api.useInfiniteQuery("get", "/services", whole(archived), paged));

export const useCategories = (archived = false) =>
  useAll($api.useInfiniteQuery("get", "/service-categories", whole(archived), paged));

export const useAddons = (archived = false) =>
  useAll($api.useInfiniteQuery("get", "/addons", whole(archived), paged));

export function useResources(archived = false) {
  const enabled = useWho().can("resources:read");
  return useAll($api.useInfiniteQuery("get", "/resources", whole(archived), { ...paged, enabled }));
}

export function useLocations(archived = false) {
  const enabled = useWho().can("locations:read");
  return useAll($api.useInfiniteQuery("get", "/locations", whole(archived), { ...paged, enabled }));
}

/** Every skill that somebody has or some service wants. */
export function useSkills(): string[] {
  const enabled = useWho().can("staff:read");
  const staff = useAll($api.useInfiniteQuery("get", "/staff", whole(), { ...paged, enabled }));
  const services = useServices();
  const skills = [...(staff.data ?? []), ...(services.data ?? [])].flatMap(({ skills }) => skills);
  return [...new Set(skills)].sort();
}
