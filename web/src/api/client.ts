import createFetchClient, { type Middleware } from "openapi-fetch";
import createQueryClient from "openapi-react-query";

import type { components, paths } from "./schema";
import { session } from "./session";

export type Schemas = components["schemas"];

const OPEN = [
  "/auth/sign-in",
  "/auth/register",
  "/auth/refresh",
  "/auth/password/",
  "/auth/invitations/",
  "/auth/email/",
  "/platform/",
  "/public/",
];

const signed: Middleware = {
  async onRequest({ request, schemaPath }) {
    if (OPEN.some((path) => schemaPath.startsWith(path))) return;
    const token = await session.token();
    if (token) request.headers.set("authorization", `Bearer ${token}`);
  },
  async onResponse({ request, response }) {
    const sent = request.headers.get("authorization")?.slice("Bearer ".length);
    if (response.status === 401 && sent && !(await session.renew(sent))) session.end();
  },
};

/** The API, typed by its own document. */
export const api = createFetchClient<paths>({ baseUrl: "/api/v1" });
api.use(signed);

/** The same, for components: `$api.useQuery("get", "/clients")`. */
export const $api = createQueryClient(api);

/** What makes a POST that is sent twice count once. */
export const idempotencyKey = (): string => crypto.randomUUID();

/** `If-Match` for the version of a row that somebody saw. */
export const ifMatch = (version: number): { "If-Match": string } => ({ "If-Match": `"${version}"` });
