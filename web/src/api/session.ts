import type { components } from "./schema";
import { newSession } from "./sessions";

export type Membership = components["schemas"]["Membership"];

/** Somebody of a company's staff who is signed in. */
export interface Session {
  userId: string;
  company: Membership;
  companies: Membership[];
}

/** The session of a company's staff that lives in this tab. */
export const session = newSession(
  "/api/v1/auth/refresh",
  ({ user_id, company, companies }: components["schemas"]["SignedIn"]): Session => ({
    userId: user_id,
    company,
    companies,
  }),
);
