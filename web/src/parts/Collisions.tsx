import { Alert, List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../api/client";
import { TextLink } from "./links";
import { useFormat } from "./who";

type Props = Pick<Schemas["TimeOffWithCollisions"], "collisions" | "collision_count">;

/** The bookings in the way of time that nobody is to book; nothing where there are none. */
export function Collisions({ collisions, collision_count }: Props) {
  const { t } = useTranslation("parts");
  const { day, time } = useFormat();
  if (collision_count === 0) return null;
  const more = collision_count - collisions.length;
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle />}
      title={t("collisions", { count: collision_count })}
      styles={{ title: { color: "var(--mantine-color-text)" } }}
    >
      <Text size="sm" mb="xs">
        {t("collisions_text")}
      </Text>
      <List size="sm" spacing={4}>
        {collisions.map(({ id, reference, starts_at, ends_at }) => (
          <List.Item key={id}>
            <TextLink to="/bookings" search={{ booking: id }} size="sm">
              {reference}
            </TextLink>{" "}
            {day(starts_at)}, {time(starts_at)}–{time(ends_at)}
          </List.Item>
        ))}
      </List>
      {more > 0 && <Text size="sm">{t("collisions_more", { count: more })}</Text>}
    </Alert>
  );
}
