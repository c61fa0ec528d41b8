interface Side {
  starts_at?: string;
  staff_id?: string;
}

interface Moved {
  from: Side;
  to: Side;
  /** Ids of add-ons. */
  added: string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string";

/** What the details of a line of a booking's history say, as far as they say it. */
export function moved(details: unknown): Moved {
  const of = (key: string): Side => {
    const side = isRecord(details) ? details[key] : undefined;
    if (!isRecord(side)) return {};
    const { starts_at, staff_id } = side;
    return { ...(isText(starts_at) ? { starts_at } : {}), ...(isText(staff_id) ? { staff_id } : {}) };
  };
  const added = isRecord(details) && isRecord(details.added) ? details.added.addon_ids : undefined;
  return { from: of("from"), to: of("to"), added: Array.isArray(added) ? added.filter(isText) : [] };
}
