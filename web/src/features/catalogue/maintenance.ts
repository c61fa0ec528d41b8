import { $api, api, type Schemas } from "../../api/client";
import { paged } from "../../parts/paged";

/** What can be out of order for a while. */
export interface Owner {
  kind: "resource" | "location";
  id: string;
  name: string;
}

type New = Schemas["NewMaintenance"];

/** What of the API is old once maintenance changes. */
export const MAINTAINED = ["/resources", "/locations", "/availability"];

/** The maintenance that has not ended by a moment, the next first. */
export function useMaintenance({ kind, id }: Owner, from: string) {
  const params = { path: { id }, query: { from, limit: 25 } };
  const path = kind === "resource" ? "/resources/{id}/maintenance" : "/locations/{id}/maintenance";
  return $api.useInfiniteQuery("get", path, { params }, paged);
}

export function plan({ kind, id }: Owner, body: New) {
  const params = { path: { id } };
  return kind === "resource"
    ? api.POST("/resources/{id}/maintenance", { params, body })
    : api.POST("/locations/{id}/maintenance", { params, body });
}

export function cancel({ kind, id }: Owner, block_id: string) {
  const params = { path: { id, block_id } };
  return kind === "resource"
    ? api.POST("/resources/{id}/maintenance/{block_id}/cancel", { params })
    : api.POST("/locations/{id}/maintenance/{block_id}/cancel", { params });
}
