import type { QueryClient } from "@tanstack/react-query";

import { problemOf } from "../api/problem";
import { stale } from "../api/stale";
import { must } from "../api/must";

/** [`must`] for a change of something that others may have changed meanwhile: then it is asked again, so that the next try is of what is there now. */
export async function saved<Data>(
  queries: QueryClient,
  answer: Promise<{ data?: Data; error?: unknown }>,
  ...roots: string[]
): Promise<Data> {
  try {
    const data = await must(answer);
    await stale(queries, ...roots);
    return data;
  } catch (thrown) {
    if (problemOf(thrown).status === 412) await stale(queries, ...roots);
    throw thrown;
  }
}
