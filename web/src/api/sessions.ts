/** What an answer that signs somebody in has at least. */
export interface Tokens {
  access_token: string;
  expires_in: number;
}

/** Somebody's session in this tab: `Known` is what is known of them. */
export interface SessionOf<Signed extends Tokens, Known> {
  /** `undefined` while nobody knows yet, `null` where nobody is signed in. */
  current: () => Known | null | undefined;
  subscribe: (listener: () => void) => () => void;
  /** A token that is good for a while yet, or `null` where nobody is signed in. */
  token: () => Promise<string | null>;
  begin: (signed: Signed) => void;
  end: () => void;
  /** The server no longer takes this token: whether another one can be had. */
  renew: (refused: string) => Promise<boolean>;
}

interface Held<Known> {
  token: string;
  endsAt: number;
  known: Known;
}

/** An access token is changed for a new one this long before it runs out. */
const EARLY_MS = 60_000;

/** A kind of session: its access token is in memory alone, its refresh token in a cookie no script can read, which `path` exchanges. */
export function newSession<Signed extends Tokens, Known>(
  path: string,
  know: (signed: Signed) => Known,
): SessionOf<Signed, Known> {
  let held: Held<Known> | null | undefined;
  let refreshing: Promise<Held<Known> | null> | undefined;
  const listeners = new Set<() => void>();

  const hold = (next: Held<Known> | null) => {
    held = next;
    for (const listener of listeners) listener();
    return next;
  };

  const begin = (signed: Signed) =>
    hold({
      token: signed.access_token,
      endsAt: Date.now() + signed.expires_in * 1000,
      known: know(signed),
    });

  const exchange = async () => {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ remember: "cookie" }),
    });
    if (answer.ok) return begin((await answer.json()) as Signed);
    if (answer.status < 500 && answer.status !== 429) return hold(null);
    throw await answer.json();
  };

  // A refresh token works once, and one that is used twice ends the session: tabs take turns.
  const refresh = () => {
    refreshing ??= (async () => {
      try {
        return await navigator.locks.request(`frontdesk-refresh ${path}`, exchange);
      } finally {
        refreshing = undefined;
      }
    })();
    return refreshing;
  };

  return {
    current: () => (held === undefined ? undefined : (held?.known ?? null)),

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async token() {
      if (held === null) return null;
      if (held && Date.now() < held.endsAt - EARLY_MS) return held.token;
      return (await refresh())?.token ?? null;
    },

    begin: (signed) => void begin(signed),
    end: () => void hold(null),

    async renew(refused) {
      if (held && held.token !== refused) return true;
      return (await refresh()) !== null;
    },
  };
}
