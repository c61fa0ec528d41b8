import createFetchClient from "openapi-fetch";
import createQueryClient from "openapi-react-query";

import type { components, paths } from "./schema";
import { session } from "./session";
import { signing } from "./signing";

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

/** The API, typed by its own document. */
export const api = createFetchClient<paths>({ baseUrl: "/api/v1" });
api.use(signing(session, OPEN));

/** The same, for components: `$api.useQuery("get", "/clients")`. */
export const $api = createQueryClient(api);

/** What makes a POST that is sent twice count once. */
export const idempotencyKey = (): string => crypto.randomUUID();

/** `If-Match` for the version of a row that somebody saw. */
export const ifMatch = (version: number): { "If-Match": string } => ({ "If-Match": `"${version}"` });
