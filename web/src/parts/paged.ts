/** How the API pages: what `useInfiniteQuery` wants to know of it. */
export const paged = {
  pageParamName: "cursor",
  // Nothing, as null: for `undefined` the client would send `cursor=0`.
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined,
};
