import { ActionIcon, Box, Group, Menu, Stack, Switch, Text } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { DayHours } from "./DayHours";
import { useFormat } from "./who";
import {
  type Hours,
  WEEKDAYS,
  type Weekday,
  another,
  copied,
  ofDay,
  weekdayName,
  withDay,
} from "./weekHours";

interface Props {
  value: Hours[];
  onChange: (hours: Hours[]) => void;
  /** What a day without hours is called: closed, or free. */
  none: string;
}

/** The hours of a week, day by day from Monday on. */
export function WeekHours({ value, onChange, none }: Props) {
  const { language } = useFormat();
  return (
    <Stack gap={0}>
      {WEEKDAYS.map((weekday) => {
        const name = weekdayName(language, weekday);
        const stretches = ofDay(value, weekday);
        return (
          <Group
            key={weekday}
            align="flex-start"
            gap="sm"
            py="xs"
            style={{ borderBottom: "1px solid var(--mantine-color-default-border)" }}
          >
            <Switch
              w={150}
              pt={6}
              label={name}
              checked={stretches.length > 0}
              onChange={({ currentTarget }) =>
                onChange(withDay(value, weekday, currentTarget.checked ? [another([])] : []))
              }
            />
            <Box flex="1 1 260px">
              {stretches.length === 0 ? (
                <Text c="dimmed" pt={6} size="sm">
                  {none}
                </Text>
              ) : (
                <DayHours
                  label={name}
                  value={stretches}
                  onChange={(next) => onChange(withDay(value, weekday, next))}
                />
              )}
            </Box>
            {stretches.length > 0 && <Copy value={value} weekday={weekday} name={name} onChange={onChange} />}
          </Group>
        );
      })}
    </Stack>
  );
}

interface CopyProps extends Pick<Props, "value" | "onChange"> {
  weekday: Weekday;
  name: string;
}

function Copy({ value, weekday, name, onChange }: CopyProps) {
  const { t } = useTranslation("parts");
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("hours_copy", { day: name })}>
          <IconCopy size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChange(copied(value, weekday, WEEKDAYS.slice(0, 5)))}>
          {t("hours_to_workdays")}
        </Menu.Item>
        <Menu.Item onClick={() => onChange(copied(value, weekday, WEEKDAYS))}>{t("hours_to_all")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
