import createFetchClient from "openapi-fetch";
import createQueryClient from "openapi-react-query";

import type { components, paths } from "./schema";
import { newSession } from "./sessions";
import { signing } from "./signing";

/** The session of whoever runs the installation: its tokens are of a kind of their own, and open nothing of a company. */
export const operatorSession = newSession<components["schemas"]["OperatorSignedIn"], "operator">(
  "/api/v1/platform/refresh",
  () => "operator",
);

/** The API as the operator has it: `/platform/…` alone. */
export const operatorApi = createFetchClient<paths>({ baseUrl: "/api/v1" });
operatorApi.use(signing(operatorSession, ["/platform/sign-in", "/platform/refresh"]));

/** The same, for components. */
export const $operator = createQueryClient(operatorApi);
