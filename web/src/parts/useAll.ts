import { useEffect, useMemo } from "react";

import type { Rows } from "./Listing";

export interface All<Row> {
  /** What has come so far; `undefined` until something has. */
  data: Row[] | undefined;
  error: unknown;
  /** Whether every page is there. */
  complete: boolean;
  retry: () => void;
}

/** Every row of a list that has to be whole to be of use: asks on until the last page. */
export function useAll<Row>(rows: Rows<Row>): All<Row> {
  const { data: pages, error, hasNextPage, isFetching, fetchNextPage, refetch } = rows;
  useEffect(() => {
    if (hasNextPage && !isFetching && !error) void fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  const data = useMemo(() => pages?.pages.flatMap((page) => page.data), [pages]);
  return { data, error, complete: data !== undefined && !hasNextPage, retry: () => void refetch() };
}
