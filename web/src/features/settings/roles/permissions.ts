import type { Schemas } from "../../../api/client";

type Word = Schemas["PermissionWord"];

export interface Group {
  object: string;
  /** In the order read, create, update, then the others. */
  words: Word[];
}

/** How far a permission goes: nowhere, to one's own rows, or to everybody's. */
export type Reach = "none" | "own" | "all";

/** The columns of the matrix; every other action stands in the last. */
export const USUAL = ["read", "create", "update"] as const;

/** The vocabulary by what it is about, in its own order. */
export function groups(vocabulary: readonly Word[]): Group[] {
  const found = new Map<string, Word[]>();
  for (const word of vocabulary) found.set(word.object, [...(found.get(word.object) ?? []), word]);
  return [...found].map(([object, words]) => ({ object, words: words.sort((a, b) => rank(a) - rank(b)) }));
}

function rank({ action }: Word): number {
  const place = USUAL.findIndex((usual) => usual === action);
  return place < 0 ? USUAL.length : place;
}

export function reachOf(permissions: readonly string[], word: string): Reach {
  if (permissions.includes(word)) return "all";
  return permissions.includes(`${word}:own`) ? "own" : "none";
}

/** The permissions with this one going so far. */
export function withReach(permissions: readonly string[], word: string, reach: Reach): string[] {
  const others = permissions.filter((other) => other !== word && other !== `${word}:own`);
  if (reach === "none") return others;
  return [...others, reach === "own" ? `${word}:own` : word];
}

/** The key of a role from its name: lower-case letters, digits and single underscores, beginning with a letter. */
export function keyOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+/, "")
    .slice(0, 40)
    .replace(/_+$/, "");
}
