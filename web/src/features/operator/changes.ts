export interface Change {
  field: string;
  before: string;
  after: string;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** What the log says changed, a line a field: `{"status": ["active", "suspended"]}`. Moments read as `dateTime` says. */
export function changesOf(changes: unknown, dateTime: (moment: string) => string): Change[] {
  const text = (value: unknown) => {
    if (value === null || value === undefined) return "–";
    if (typeof value !== "string") return JSON.stringify(value);
    return MOMENT.test(value) ? dateTime(value) : value;
  };
  if (typeof changes !== "object" || changes === null) return [];
  return Object.entries(changes).flatMap(([field, pair]: [string, unknown]) =>
    Array.isArray(pair) && pair[0] !== pair[1]
      ? [{ field, before: text(pair[0]), after: text(pair[1]) }]
      : [],
  );
}
