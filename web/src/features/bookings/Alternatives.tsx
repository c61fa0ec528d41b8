import { Alert, Button, Group, Text } from "@mantine/core";
import { IconCalendarX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Problem } from "../../api/problem";
import { Refusal } from "../../parts/states";
import { useFormat } from "../../parts/who";

interface Props {
  /** Why a time could not be had. */
  of: Problem | null;
  onPick: (startsAt: string) => void;
}

/** What went wrong; where the time was not free, the nearest ones that are. */
export function Alternatives({ of, onPick }: Props) {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  if (of?.code !== "slot_taken") return <Refusal of={of} />;
  return (
    <Alert
      color="orange"
      styles={{ title: { color: "var(--mantine-color-text)" } }}
      role="alert"
      icon={<IconCalendarX />}
      title={t("taken.title")}
    >
      <Text size="sm">{of.alternatives.length > 0 ? t("taken.nearest") : t("taken.none")}</Text>
      <Group gap="xs" mt="xs">
        {of.alternatives.map(({ starts_at }) => (
          <Button key={starts_at} size="xs" variant="default" onClick={() => onPick(starts_at)}>
            {format.day(starts_at)}, {format.time(starts_at)}
          </Button>
        ))}
      </Group>
    </Alert>
  );
}
