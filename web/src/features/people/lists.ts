import { $api, type Schemas } from "../../api/client";
import { paged } from "../../parts/paged";
import { useAll } from "../../parts/useAll";
import { useWho } from "../../parts/who";

/** Everybody whose time is booked. */
export const useStaff = () =>
  useAll($api.useInfiniteQuery("get", "/staff", { params: { query: { limit: 100 } } }, paged));

export const useLocations = () =>
  useAll($api.useInfiniteQuery("get", "/locations", { params: { query: { limit: 100 } } }, paged));

export function useMembers() {
  const enabled = useWho().can("members:read");
  const query = { limit: 100 };
  return useAll($api.useInfiniteQuery("get", "/members", { params: { query } }, { ...paged, enabled }));
}

/** Which of the staff the reader is, as far as can be told: by their membership, or else by their name. */
export function useOwnStaff(): Schemas["Staff"] | undefined {
  const { me } = useWho();
  const { data: staff } = useStaff();
  const { data: members } = useMembers();
  const member = members?.find(({ user_id }) => user_id === me.id);
  return (
    staff?.find(({ id }) => id === member?.staff_id) ??
    (members ? undefined : staff?.find(({ name }) => name === me.name))
  );
}
