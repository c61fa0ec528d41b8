/** Waits for a page, and for what pages beyond the first are made of. */
export async function withRest<Page>(page: Promise<Page>): Promise<Page> {
  const [found] = await Promise.all([page, import("./restOfMantine")]);
  return found;
}
