import { $api } from "../../api/client";
import { addDays, momentIn } from "../../i18n/format";
import { paged } from "../../parts/paged";
import { useAll } from "../../parts/useAll";
import { useWho } from "../../parts/who";

/** What is planned in the week from a Monday on, and what is in its way: time off, and holidays. */
export function useWeek(monday: string) {
  const { can, company } = useWho();
  const to = addDays(monday, 7);
  const [begins, ends] = [monday, to].map((date) => momentIn(`${date}T00:00`, company.time_zone));
  const range = { from: monday, to, limit: 100 };
  const shifts = useAll($api.useInfiniteQuery("get", "/shifts", { params: { query: range } }, paged));
  const timeOff = useAll(
    $api.useInfiniteQuery(
      "get",
      "/time-off",
      { params: { query: { status: "active", from: begins ?? "", to: ends ?? "", limit: 100 } } },
      { ...paged, enabled: can("time_off:read") },
    ),
  );
  const holidays = useAll($api.useInfiniteQuery("get", "/holidays", { params: { query: range } }, paged));
  return { shifts, timeOff: timeOff.data ?? [], holidays: holidays.data ?? [] };
}
