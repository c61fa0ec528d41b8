import type { Schemas } from "../../api/client";
import { addDays, momentIn } from "../../i18n/format";

export interface AuditFilter {
  actor_id: string;
  table: string;
  row_id: string;
  action: Schemas["AuditAction"] | "";
  /** The first day, `YYYY-MM-DD`. */
  from: string;
  /** The last day. */
  to: string;
}

export const NO_FILTER: AuditFilter = { actor_id: "", table: "", row_id: "", action: "", from: "", to: "" };

/** What the API is asked: days are those of a zone, the last one whole; what is empty is left out. */
export function filterQuery({ actor_id, table, row_id, action, from, to }: AuditFilter, zone: string) {
  return {
    ...(actor_id ? { actor_id } : {}),
    ...(table ? { table } : {}),
    ...(row_id ? { row_id } : {}),
    ...(action ? { action } : {}),
    ...(from ? { from: momentIn(`${from}T00:00`, zone) } : {}),
    ...(to ? { to: momentIn(`${addDays(to, 1)}T00:00`, zone) } : {}),
  };
}
