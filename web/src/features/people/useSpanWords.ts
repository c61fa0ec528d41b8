import type { Schemas } from "../../api/client";
import { addDays } from "../../i18n/format";
import { useFormat } from "../../parts/who";

type Span = Pick<Schemas["TimeOff"], "wall_starts_at" | "wall_ends_at">;

/** Says from when until when, on the wall clock of whose time it is; whole days without their hours. */
export function useSpanWords(): (span: Span) => string {
  const { plainDay } = useFormat();
  return ({ wall_starts_at, wall_ends_at }) => {
    const [from = "", starts = ""] = wall_starts_at.split("T");
    const [to = "", ends = ""] = wall_ends_at.split("T");
    if (starts.startsWith("00:00") && ends.startsWith("00:00")) {
      const last = addDays(to, -1);
      return last === from ? plainDay(from) : `${plainDay(from)} – ${plainDay(last)}`;
    }
    const [first, second] = [starts.slice(0, 5), ends.slice(0, 5)];
    return from === to
      ? `${plainDay(from)}, ${first}–${second}`
      : `${plainDay(from)}, ${first} – ${plainDay(to)}, ${second}`;
  };
}
