import { List } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../../api/client";
import { Section } from "../../../parts/Section";
import { useFormat } from "../../../parts/who";
import { inWords } from "../durations";

type Policy = Pick<
  Schemas["Company"],
  | "confirmation"
  | "assignment_confirms"
  | "minimum_notice_minutes"
  | "horizon_days"
  | "slot_step_minutes"
  | "hold_minutes"
  | "pending_minutes"
  | "cancellation_notice_minutes"
>;

/** What a visitor will meet, in sentences. */
export function PolicyPreview({ policy }: { policy: Policy }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const [now] = useState(Date.now);
  const words = (minutes: number) => inWords(minutes, format.language);
  const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const step = Math.max(policy.slot_step_minutes, 1);
  const starts = [0, 1, 2].map((count) => clock(9 * 60 + count * step)).join(", ");
  const first = at(policy.minimum_notice_minutes);
  return (
    <Section title={t("booking.preview")} about={t("booking.preview_about")}>
      <List spacing={6}>
        <List.Item>{t("booking.says_step", { starts })}</List.Item>
        <List.Item>
          {policy.minimum_notice_minutes === 0
            ? t("booking.says_notice_none")
            : t("booking.says_notice", { when: `${format.day(first)}, ${format.time(first)}` })}
        </List.Item>
        <List.Item>
          {t("booking.says_horizon", { date: format.date(at(policy.horizon_days * 1440)) })}
        </List.Item>
        <List.Item>{t("booking.says_hold", { time: words(policy.hold_minutes) })}</List.Item>
        <List.Item>
          {policy.confirmation === "automatic"
            ? t("booking.says_automatic")
            : t("booking.says_manual", { time: words(policy.pending_minutes) })}
        </List.Item>
        <List.Item>
          {policy.cancellation_notice_minutes === 0
            ? t("booking.says_cancellation_none")
            : t("booking.says_cancellation", { time: words(policy.cancellation_notice_minutes) })}
        </List.Item>
      </List>
    </Section>
  );
}
