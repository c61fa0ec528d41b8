import type { Middleware } from "openapi-fetch";

import type { SessionOf, Tokens } from "./sessions";

/** Sends the session's token along, save to paths that begin with one of `open`, and ends a session that is refused. */
export function signing<Signed extends Tokens, Known>(
  session: SessionOf<Signed, Known>,
  open: string[],
): Middleware {
  return {
    async onRequest({ request, schemaPath }) {
      if (open.some((path) => schemaPath.startsWith(path))) return;
      const token = await session.token();
      if (token) request.headers.set("authorization", `Bearer ${token}`);
    },
    async onResponse({ request, response }) {
      const sent = request.headers.get("authorization")?.slice("Bearer ".length);
      if (response.status === 401 && sent && !(await session.renew(sent))) session.end();
    },
  };
}
