import type { QueryClient } from "@tanstack/react-query";

/** Lets go of every answer from one of these parts of the API, and waits until what is on the screen is asked again. */
export function stale(queries: QueryClient, ...roots: string[]): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      typeof path === "string" && roots.some((root) => path === root || path.startsWith(`${root}/`)),
  });
}
