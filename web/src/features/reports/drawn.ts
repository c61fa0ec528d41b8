import type { Schemas } from "../../api/client";

type Table = Schemas["ReportTable"];
type Column = Schemas["ReportColumn"];

/** How a table is drawn: over time, or a bar a row; `by` and `series` are columns. */
export interface Drawn {
  as: "time" | "bars";
  by: number;
  series: number[];
}

/** What is drawn of a table, the first that it has. */
const MEASURES = [
  ["scheduled", "worked", "booked"],
  ["value_booked", "value_completed", "value_lost"],
  ["value"],
  ["bookings"],
  ["clients"],
];

/** How a table is best drawn; null where it says more as it is. */
export function drawn({ columns, rows }: Table): Drawn | null {
  const first = columns[0]?.kind;
  const series = MEASURES.map((names) =>
    names.map((name) => indexOf(columns, name)).filter((at) => at >= 0),
  ).find((found) => found.length > 0);
  if (rows.length < 2 || !first || !series) return null;
  if (!rows.some((row) => series.some((at) => Boolean(row[at])))) return null;
  if (columns[series[0] ?? 0]?.kind === "money" && currencies({ columns, rows }).size > 1) return null;
  return { as: first === "date" ? "time" : "bars", by: 0, series };
}

export const indexOf = (columns: Column[], name: string): number =>
  columns.findIndex((column) => column.name === name);

/** The currencies that a table has money in. */
export function currencies({ columns, rows }: Pick<Table, "columns" | "rows">): Set<string> {
  const at = indexOf(columns, "currency");
  return new Set(rows.map((row) => row[at]).filter((cell) => typeof cell === "string"));
}
