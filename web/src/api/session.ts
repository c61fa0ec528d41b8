import type { components } from "./schema";

export type Membership = components["schemas"]["Membership"];
type Signed = components["schemas"]["SignedIn"];

/** Somebody signed in: `undefined` while nobody knows yet, `null` where nobody is. */
export interface Session {
  userId: string;
  company: Membership;
  companies: Membership[];
}

interface Held {
  token: string;
  endsAt: number;
  session: Session;
}

/** An access token is changed for a new one this long before it runs out. */
const EARLY_MS = 60_000;

let held: Held | null | undefined;
let refreshing: Promise<Held | null> | undefined;
const listeners = new Set<() => void>();

/** The session that lives in this tab: its access token is in memory alone, its refresh token in a cookie no script can read. */
export const session = {
  current: (): Session | null | undefined => (held === undefined ? undefined : (held?.session ?? null)),

  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /** A token that is good for a while yet, or `null` where nobody is signed in. */
  async token(): Promise<string | null> {
    if (held === null) return null;
    if (held && Date.now() < held.endsAt - EARLY_MS) return held.token;
    return (await refresh())?.token ?? null;
  },

  begin(signed: Signed): void {
    hold({
      token: signed.access_token,
      endsAt: Date.now() + signed.expires_in * 1000,
      session: { userId: signed.user_id, company: signed.company, companies: signed.companies },
    });
  },

  end(): void {
    hold(null);
  },

  /** The server no longer takes this token: whether another one can be had. */
  async renew(refused: string): Promise<boolean> {
    if (held && held.token !== refused) return true;
    return (await refresh()) !== null;
  },
};

function hold(next: Held | null): void {
  held = next;
  for (const listener of listeners) listener();
}

// A refresh token works once, and one that is used twice ends the session: tabs take turns.
function refresh(): Promise<Held | null> {
  const asking =
    refreshing ??
    (async () => {
      try {
        return await navigator.locks.request("frontdesk-refresh", () => exchange());
      } finally {
        refreshing = undefined;
      }
    })();
  refreshing = asking;
  return asking;
}

async function exchange(): Promise<Held | null> {
  const answer = await fetch("/api/v1/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ remember: "cookie" }),
  });
  if (answer.ok) {
    session.begin((await answer.json()) as Signed);
  } else if (answer.status < 500 && answer.status !== 429) {
    session.end();
  } else {
    throw await answer.json();
  }
  return held ?? null;
}
