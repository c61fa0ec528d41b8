import type { QueryClient } from "@tanstack/react-query";
import { createParser } from "eventsource-parser";

import type { Schemas } from "./client";
import { session } from "./session";
import { stale } from "./stale";

/** What of the API an event makes old, by the first word of its kind. */
const STALE: Record<string, string[]> = {
  booking: ["/bookings", "/availability", "/reports/dashboard", "/staff/available", "/locations", "/clients"],
  client: ["/clients", "/bookings"],
  company: ["/company"],
  maintenance: ["/resources", "/locations", "/availability"],
  member: ["/members", "/invitations"],
  notification: ["/notifications"],
  shift: ["/shifts"],
  shifts: ["/shifts", "/availability"],
  time_off: ["/time-off", "/availability"],
};

const PAUSES_MS = [500, 1000, 2000, 5000, 15_000];

/** Hears what happens in the company until `signal` ends it, and lets go of every answer that is old by it. */
export async function listen(queries: QueryClient, signal: AbortSignal): Promise<void> {
  let last: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const stream = await open(last, signal);
      if (stream === "refused") return;
      if (failures > 0) void queries.invalidateQueries();
      failures = 0;
      const parser = createParser({
        onEvent(event) {
          last = event.id ?? last;
          if (event.event !== "end" && event.data)
            freshen(queries, JSON.parse(event.data) as Schemas["LiveEvent"]);
        },
      });
      for await (const text of stream) parser.feed(text);
    } catch {
      if (signal.aborted) return;
    }
    await pause(PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)] ?? 15_000, signal);
  }
}

/** Lets go of the answers that an event makes old. */
export function freshen(queries: QueryClient, { kind }: Pick<Schemas["LiveEvent"], "kind">): void {
  void stale(queries, ...(STALE[kind.split(".")[0] ?? ""] ?? []));
}

// Not an EventSource: that one cannot send a header, and a token has no place in an address.
async function open(
  last: string | undefined,
  signal: AbortSignal,
): Promise<AsyncIterable<string> | "refused"> {
  const token = await session.token();
  if (!token) return "refused";
  const answer = await fetch("/api/v1/events/stream", {
    headers: { authorization: `Bearer ${token}`, ...(last ? { "last-event-id": last } : {}) },
    signal,
  });
  if (answer.status === 403) return "refused";
  if (answer.status === 401 && !(await session.renew(token))) return "refused";
  if (!answer.ok || !answer.body) throw new Error(`the stream answered ${answer.status}`);
  return texts(answer.body.pipeThrough(new TextDecoderStream()));
}

async function* texts(stream: ReadableStream<string>): AsyncIterable<string> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
