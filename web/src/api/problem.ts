import type { components } from "./schema";

export type Problem = components["schemas"]["Problem"];

/** What went wrong, whatever was thrown: the server's own words, or that it was not reached. */
export function problemOf(thrown: unknown): Problem {
  // Where there are none, the server leaves these out.
  if (isProblem(thrown))
    return { ...thrown, errors: thrown.errors ?? [], alternatives: thrown.alternatives ?? [] };
  return {
    type: "about:blank",
    title: "Unreachable",
    status: 0,
    code: "unreachable",
    detail: "",
    errors: [],
    alternatives: [],
  };
}

/** Whether it is worth asking again without anybody changing anything. */
export function isPassing(thrown: unknown): boolean {
  const { status } = problemOf(thrown);
  return status === 0 || status === 502 || status === 503 || status === 504;
}

function isProblem(thrown: unknown): thrown is Problem {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "status" in thrown;
}
