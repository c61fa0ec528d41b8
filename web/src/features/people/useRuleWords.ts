import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { WEEKDAYS, weekdayName } from "../../parts/weekHours";
import { useFormat } from "../../parts/who";
import { parseRule } from "./rules";

/** Says a rule as people do: every 2 weeks on Saturday, from 1 Jul. */
export function useRuleWords(): (rule: Schemas["RecurringRule"]) => string {
  const { t } = useTranslation("people");
  const { language, plainDate } = useFormat();
  return ({ rule, starts_on }) => {
    const { every, interval, on, count, until } = parseRule(rule);
    const weekday = WEEKDAYS[(new Date(`${starts_on}T12:00:00Z`).getUTCDay() + 6) % 7] ?? "monday";
    const named = every === "week" && on.length === 0 ? [weekday] : on;
    const days = new Intl.ListFormat(language).format(named.map((day) => weekdayName(language, day)));
    const often =
      every === "week"
        ? t("rules.weekly", { count: interval, days })
        : days
          ? t("rules.daily_on", { count: interval, days })
          : t("rules.daily", { count: interval });
    return [
      often,
      t("rules.from", { date: plainDate(starts_on) }),
      until && t("rules.until", { date: plainDate(until) }),
      count !== null && t("rules.times", { count }),
    ]
      .filter(Boolean)
      .join(", ");
  };
}
