import type { ReactNode } from "react";

/** Where fields stand beside each other: what is said of one stands below it, so that they line up. */
export const HINT_BELOW: ("label" | "input" | "description" | "error")[] = [
  "label",
  "input",
  "description",
  "error",
];

/** What is wrong with a list as a whole or with the first of its rows that is wrong. */
export function errorIn(errors: Record<string, ReactNode>, field: string): ReactNode {
  return errors[field] ?? Object.entries(errors).find(([name]) => name.startsWith(`${field}.`))?.[1];
}

/** An alert's title in the colour of its words: the others are too pale to read. */
export const READABLE = { title: { color: "var(--mantine-color-text)" } };
