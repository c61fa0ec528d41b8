import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { stale } from "../api/stale";
import { must } from "../api/must";
import { tell, tellFailure } from "./tell";

interface Deed<Data> {
  /** What is sent: an answer of `api.POST` and the like. */
  send: () => Promise<{ data?: Data; error?: unknown }>;
  /** What to say once it is done. */
  done?: string | ((data: Data) => string);
  then?: (data: Data) => void;
}

/** Something that is done with one press: it is sent, the `roots` of the API that it makes old are asked again, and it is said how it went. */
export function useAction(...roots: string[]) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: async (act: () => Promise<void>) => {
      try {
        await act();
      } catch (thrown) {
        tellFailure(thrown);
        await stale(queries, ...roots);
      }
    },
  });
  const { mutate, isPending } = mutation;
  const all = roots.join(" ");
  const run = useCallback(
    <Data>({ send, done, then }: Deed<Data>) =>
      mutate(async () => {
        const data = await must(send());
        await stale(queries, ...all.split(" "));
        const words = typeof done === "function" ? done(data) : done;
        if (words) tell(words);
        then?.(data);
      }),
    [mutate, queries, all],
  );
  return { run, busy: isPending };
}
