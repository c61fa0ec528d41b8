import { ActionIcon, Button, Group, Popover, SegmentedControl } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendarEvent, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { type Range, turn } from "./range";
import { type CalendarSearch, VIEWS, type View } from "./search";
import { usePeriod } from "./usePeriod";

import "@mantine/dates/styles.css";
import "dayjs/locale/bn";
import "dayjs/locale/id";
import "dayjs/locale/uk";

interface Props {
  view: View;
  date: string;
  today: string;
  range: Range;
  go: (to: CalendarSearch) => void;
  children?: ReactNode;
}

/** Which days, and how they are shown. */
export function Toolbar({ view, date, today, range, go, children }: Props) {
  const { t } = useTranslation("calendar");
  const data = useMemo(() => VIEWS.map((each) => ({ value: each, label: t(`view.${each}`) })), [t]);
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="xs" wrap="nowrap">
        <Button
          variant="default"
          size="sm"
          disabled={date === today}
          onClick={() => go({ date: undefined })}
          visibleFrom="xs"
        >
          {t("today")}
        </Button>
        <ActionIcon.Group>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t(`before.${view}`)}
            onClick={() => go({ date: turn(view, date, -1) })}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t(`after.${view}`)}
            onClick={() => go({ date: turn(view, date, 1) })}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </ActionIcon.Group>
        <Jump view={view} date={date} today={today} range={range} go={go} />
      </Group>
      <Group gap="xs" wrap="nowrap" flex={{ base: 1, sm: "0 0 auto" }}>
        {children}
        <SegmentedControl
          flex={1}
          aria-label={t("view.title")}
          value={view}
          onChange={(value) => go({ view: VIEWS.find((each) => each === value) })}
          data={data}
        />
      </Group>
    </Group>
  );
}

function Jump({ view, date, today, range, go }: Omit<Props, "children">) {
  const { t, i18n } = useTranslation(["calendar", "parts"]);
  const [opened, picker] = useDisclosure();
  const period = usePeriod(view, date, range);
  const pick = (to: string | null) => {
    picker.close();
    if (to) go({ date: to === today ? undefined : to });
  };
  return (
    <Popover
      opened={opened}
      onChange={(next) => (next ? picker.open() : picker.close())}
      trapFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          size="md"
          px="xs"
          fw={600}
          leftSection={<IconCalendarEvent size={18} aria-hidden />}
          aria-label={t("jump", { period })}
          onClick={picker.toggle}
        >
          {period}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("jump", { period })}>
        <DatePicker
          locale={i18n.language}
          firstDayOfWeek={1}
          value={date}
          defaultDate={date}
          onChange={pick}
          ariaLabels={{
            previousMonth: t("parts:month_before"),
            nextMonth: t("parts:month_after"),
            monthLevelControl: t("parts:months"),
            yearLevelControl: t("parts:years"),
          }}
        />
        <Button fullWidth variant="light" size="xs" mt="xs" onClick={() => pick(today)}>
          {t("today")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
