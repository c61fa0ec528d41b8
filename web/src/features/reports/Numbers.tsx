import { Card, Group, Progress, Text } from "@mantine/core";
import { IconArrowDownRight, IconArrowUpRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { useFormat } from "../../parts/who";
import classes from "./Numbers.module.css";
import { sum } from "./bars";

type Dashboard = Schemas["Dashboard"];

interface Props {
  now: Dashboard;
  /** As many days before; absent while it is asked for. */
  earlier: Dashboard | undefined;
}

/** What one wants to know first, each beside what it was. */
export function Numbers({ now, earlier }: Props) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const share = (value: number | null | undefined) =>
    typeof value === "number" ? format.percent(value) : "–";
  return (
    <div className={classes.numbers}>
      <Figure
        name={t("numbers.bookings")}
        value={format.number(now.bookings.total)}
        change={<Change now={now.bookings.total} earlier={earlier?.bookings.total} good="more" />}
      />
      <Figure
        name={t("numbers.new_clients")}
        value={format.number(now.new_clients)}
        change={<Change now={now.new_clients} earlier={earlier?.new_clients} good="more" />}
      />
      <Figure
        name={t("numbers.utilisation")}
        value={share(now.utilisation)}
        note={t("numbers.hours", {
          booked: format.duration(Math.round(now.booked_minutes / 60) * 60),
          scheduled: format.duration(Math.round(now.scheduled_minutes / 60) * 60),
        })}
        change={<Change now={now.utilisation} earlier={earlier?.utilisation} good="more" share />}
      >
        <Progress
          value={Math.min((now.utilisation ?? 0) * 100, 100)}
          size="sm"
          aria-label={t("numbers.utilisation")}
        />
      </Figure>
      <Figure
        name={t("numbers.no_show_rate")}
        value={share(now.no_show_rate)}
        note={t("numbers.no_shows", { count: now.bookings.no_show })}
        change={<Change now={now.no_show_rate} earlier={earlier?.no_show_rate} good="less" share />}
      />
      <Figure
        name={t("numbers.lost")}
        value={format.number(sum(now.bookings, "lost"))}
        change={
          <Change
            now={sum(now.bookings, "lost")}
            earlier={earlier && sum(earlier.bookings, "lost")}
            good="less"
          />
        }
      />
    </div>
  );
}

interface FigureProps {
  name: string;
  value: string;
  note?: string;
  change: ReactNode;
  children?: ReactNode;
}

function Figure({ name, value, note, change, children }: FigureProps) {
  return (
    <Card withBorder padding="md">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Group justify="space-between" align="baseline" gap="xs">
        <Text fz={28} fw={700} lh={1.3}>
          {value}
        </Text>
        {change}
      </Group>
      {children}
      {note && (
        <Text size="xs" c="dimmed" mt={4}>
          {note}
        </Text>
      )}
    </Card>
  );
}

/** A change of more than so many times says only that there was hardly anything before. */
const MOST = 10;

interface ChangeProps {
  now: number | null | undefined;
  earlier: number | null | undefined;
  /** What one hopes for. */
  good: "more" | "less";
  /** The number is a share: the change is in percentage points. */
  share?: boolean;
}

function Change({ now, earlier, good, share = false }: ChangeProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  if (typeof now !== "number" || typeof earlier !== "number" || now === earlier) return null;
  const difference = now - earlier;
  if (!share && Math.abs(difference) > MOST * earlier) return null;
  const text = share
    ? t("numbers.points", { count: Math.round(Math.abs(difference) * 100) })
    : format.percent(Math.round((Math.abs(difference) / earlier) * 100) / 100);
  const more = difference > 0;
  const color = more === (good === "more") ? "light-dark(#087f5b, #63e6be)" : "var(--mantine-color-error)";
  const Arrow = more ? IconArrowUpRight : IconArrowDownRight;
  return (
    <Group gap={2} c={color} wrap="nowrap" title={t("numbers.than_before")}>
      <Arrow size={16} role="img" aria-label={t(more ? "numbers.more" : "numbers.less")} />
      <Text size="sm" fw={500}>
        {text}
      </Text>
    </Group>
  );
}
