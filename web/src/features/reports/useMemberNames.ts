import { useMemo } from "react";

import { $api } from "../../api/client";
import { paged } from "../../parts/paged";
import { useAll } from "../../parts/useAll";
import { useWho } from "../../parts/who";

/** Whoever works in the company, by id. */
export function useMemberNames(): Map<string, string> {
  const { can } = useWho();
  const query = { params: { query: { limit: 100 } } };
  const { data } = useAll(
    $api.useInfiniteQuery("get", "/members", query, { ...paged, enabled: can("members:read") }),
  );
  return useMemo(() => new Map(data?.map(({ id, name }) => [id, name])), [data]);
}
