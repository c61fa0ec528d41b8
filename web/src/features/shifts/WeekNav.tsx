import { ActionIcon, Button, Group, Title } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { addDays, mondayOf, todayIn } from "../../i18n/format";
import { useFormat, useWho } from "../../parts/who";

interface Props {
  monday: string;
  onGo: (monday: string) => void;
}

/** From one week to another. */
export function WeekNav({ monday, onGo }: Props) {
  const { t } = useTranslation("shifts");
  const { language } = useFormat();
  const { company } = useWho();
  const range = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const [from, to] = [monday, addDays(monday, 6)].map((date) => new Date(`${date}T12:00:00Z`));
  const now = mondayOf(todayIn(company.time_zone));
  return (
    <Group gap="xs">
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("week_before")}
          onClick={() => onGo(addDays(monday, -7))}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("week_after")}
          onClick={() => onGo(addDays(monday, 7))}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <Title order={2} size="h4" aria-live="polite">
        {range.formatRange(from ?? 0, to ?? 0)}
      </Title>
      {monday !== now && (
        <Button variant="subtle" size="compact-sm" onClick={() => onGo(now)}>
          {t("this_week")}
        </Button>
      )}
    </Group>
  );
}
