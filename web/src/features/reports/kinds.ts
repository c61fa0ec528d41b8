import type { Schemas } from "../../api/client";

export type Kind = Schemas["ReportKind"];

export const KINDS = ["bookings", "clients", "staff", "finances"] as const satisfies Kind[];

export const isKind = (word: string): word is Kind => KINDS.some((kind) => kind === word);

/** Without which nobody makes or reads one. */
export const wordFor = (kind: Kind): string => (kind === "finances" ? "finances:read" : "reports:read");

/** What a report of a kind can be narrowed to. */
export const narrowed = (kind: Kind) => ({
  staff: kind !== "clients",
  service: kind === "bookings" || kind === "finances",
  location: kind === "bookings" || kind === "finances",
});
