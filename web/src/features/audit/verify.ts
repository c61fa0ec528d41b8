import { api, type Schemas } from "../../api/client";
import { must } from "../../api/must";

export interface Verified {
  rows: number;
  seals: number;
  broken: Schemas["BrokenAudit"] | null;
}

/** Walks the whole chain of seals, piece by piece, until its end or where it breaks. */
export async function verify(): Promise<Verified> {
  const found: Verified = { rows: 0, seals: 0, broken: null };
  let after: number | null | undefined;
  do {
    const piece: Schemas["AuditVerification"] = await must(
      api.GET("/audit-log/verification", {
        params: { query: after === null || after === undefined ? {} : { after_seal: after } },
      }),
    );
    found.rows += piece.sealed_rows + piece.unsealed_rows;
    found.seals += piece.seals;
    if (!piece.ok) found.broken = piece.broken ?? null;
    after = piece.next_seal;
  } while (after !== null && after !== undefined && !found.broken);
  return found;
}
