const DAY_MS = 86_400_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a wall clock in a zone shows at a moment, as `YYYY-MM-DDTHH:MM`. */
export const localIn = (moment: string | number | Date, zone: string): string =>
  clockOf(zone).format(new Date(moment)).replace(" ", "T");

/** The date a moment falls on in a zone, as `YYYY-MM-DD`. */
export const dateIn = (moment: string | number | Date, zone: string): string =>
  localIn(moment, zone).slice(0, 10);

/** Today in a zone, as `YYYY-MM-DD`. */
export const todayIn = (zone: string): string => dateIn(Date.now(), zone);

/**
 * The moment a wall clock in a zone shows `local` (`YYYY-MM-DDTHH:MM`), as RFC 3339 in UTC: the first one where an hour comes
 * twice, and after the jump where it is skipped.
 */
export function momentIn(local: string, zone: string): string {
  const hands = asIfUtc(local);
  const offsets = [hands - DAY_MS, hands + DAY_MS].map((moment) => asIfUtc(localIn(moment, zone)) - moment);
  const moments = offsets.map((offset) => hands - offset).sort((one, other) => one - other);
  const found = moments.find((moment) => localIn(moment, zone) === local) ?? moments.at(-1) ?? hands;
  return new Date(found).toISOString().replace(".000Z", "Z");
}

/** `YYYY-MM-DD`, some days later. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** Monday of the week of a date. */
export const mondayOf = (date: string): string => addDays(date, -((new Date(date).getUTCDay() + 6) % 7));

const asIfUtc = (local: string): number => Date.parse(`${local}:00Z`);

// Swedes write dates as ISO 8601 does.
function clockOf(zone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  clocks.set(zone, clock);
  return clock;
}
