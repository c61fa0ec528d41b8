import { ActionIcon, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { addDays, useFormatIn } from "../../i18n/format";
import { Failure } from "../../parts/states";
import { useWho } from "../../parts/who";
import classes from "./SlotPicker.module.css";
import { type Slot, byDay, byPart } from "./slots";
import type { Weeks } from "./useWeeks";

interface Props {
  times: UseQueryResult<Schemas["Availability"], unknown>;
  weeks: Weeks;
  /** When the chosen time starts. */
  value: string | null;
  onPick: (startsAt: string) => void;
}

/** Free times: a week of days, and the times of one of them. */
export function SlotPicker({ times, weeks, value, onPick }: Props) {
  const { t } = useTranslation("bookings");
  const { company } = useWho();
  const zone = times.data?.time_zone ?? company.time_zone;
  const format = useFormatIn(zone);
  const [chosen, setChosen] = useState<string | null>(null);
  const slots = times.data?.slots;
  const days = useMemo(() => byDay(slots ?? [], zone), [slots, zone]);
  const week = [0, 1, 2, 3, 4, 5, 6].map((offset) => addDays(weeks.week, offset));
  const end = addDays(weeks.week, 6);
  const day = week.find((date) => date === chosen && days.has(date)) ?? week.find((date) => days.has(date));
  const next = [...days.keys()].find((date) => date > end);

  if (times.isError) return <Failure of={times.error} retry={() => void times.refetch()} />;
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("slots.week_before")}
          disabled={weeks.week <= weeks.first}
          onClick={() => weeks.show(addDays(weeks.week, -7))}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <Text fw={500} size="sm" aria-live="polite">
          {format.plainDay(weeks.week)} – {format.plainDay(end)}
        </Text>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("slots.week_after")}
          onClick={() => weeks.show(addDays(weeks.week, 7))}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <div className={classes.days} role="group" aria-label={t("slots.days")}>
        {week.map((date) => (
          <Day
            key={date}
            date={date}
            free={days.get(date)?.length ?? 0}
            pressed={date === day}
            onPick={() => setChosen(date)}
          />
        ))}
      </div>
      {times.isPending && <Skeleton height={96} role="status" aria-label={t("slots.asking")} />}
      {times.data && day && <Times slots={days.get(day) ?? []} zone={zone} value={value} onPick={onPick} />}
      {times.data && !day && (
        <Stack align="flex-start" gap="xs">
          <Text c="dimmed">{t("slots.none")}</Text>
          <Button variant="light" onClick={() => weeks.show(next ?? weeks.asked.to)}>
            {next ? t("slots.next", { day: format.plainDay(next) }) : t("slots.further")}
          </Button>
        </Stack>
      )}
      {zone !== company.time_zone && (
        <Text size="xs" c="dimmed">
          {t("slots.zone", { zone: format.zoneName() })}
        </Text>
      )}
    </Stack>
  );
}

interface DayProps {
  date: string;
  free: number;
  pressed: boolean;
  onPick: () => void;
}

function Day({ date, free, pressed, onPick }: DayProps) {
  const { t } = useTranslation("bookings");
  const format = useFormatIn("UTC");
  const noon = new Date(`${date}T12:00:00Z`);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(format.language, { timeZone: "UTC", ...options }).format(noon);
  return (
    <button
      type="button"
      className={classes.day}
      disabled={free === 0}
      aria-pressed={pressed}
      aria-label={`${format.plainDay(date)}, ${t("slots.free", { count: free })}`}
      onClick={onPick}
    >
      <span className={classes.weekday}>{part({ weekday: "short" })}</span>
      <span className={classes.number}>{part({ day: "numeric" })}</span>
    </button>
  );
}

interface TimesProps {
  slots: Slot[];
  zone: string;
  value: string | null;
  onPick: (startsAt: string) => void;
}

function Times({ slots, zone, value, onPick }: TimesProps) {
  const { t } = useTranslation("bookings");
  const format = useFormatIn(zone);
  return [...byPart(slots, zone)].map(([part, those]) => (
    <div key={part} role="group" aria-label={t(`slots.${part}`)}>
      <Text size="xs" c="dimmed" mb={4}>
        {t(`slots.${part}`)}
      </Text>
      <div className={classes.times}>
        {those.map(({ starts_at }) => (
          <Button
            key={starts_at}
            size="xs"
            px={0}
            variant={starts_at === value ? "filled" : "default"}
            aria-pressed={starts_at === value}
            onClick={() => onPick(starts_at)}
          >
            {format.time(starts_at)}
          </Button>
        ))}
      </div>
    </div>
  ));
}
