import { Button, Card, Group, Text } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { useAction } from "../../parts/useAction";
import { useFormat } from "../../parts/who";
import { useOwnStaff } from "./lists";

/** Clocking in and out: one's own, for whoever is of the staff. */
export function Clock() {
  const { t } = useTranslation("people");
  const { time } = useFormat();
  const own = useOwnStaff();
  const { run, busy } = useAction("/time-entries");
  const query = { open: true, limit: 1, ...(own ? { staff_id: own.id } : {}) };
  const entries = $api.useQuery(
    "get",
    "/time-entries",
    { params: { query } },
    { enabled: own !== undefined },
  );
  if (!own || !entries.data) return null;
  const current = entries.data.data[0];
  return (
    <Card withBorder padding="md">
      <Group justify="space-between">
        <Text fw={500} role="status">
          {current
            ? t("time_entries.since", { time: time(current.clocked_in_at) })
            : t("time_entries.not_here")}
        </Text>
        {current ? (
          <Button
            leftSection={<IconPlayerStop size={16} aria-hidden />}
            loading={busy}
            onClick={() =>
              run({
                send: () => api.POST("/time-entries/clock-out", { body: {} }),
                done: t("time_entries.out_done", { name: own.name }),
              })
            }
          >
            {t("time_entries.out")}
          </Button>
        ) : (
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={busy}
            onClick={() =>
              run({
                send: () => api.POST("/time-entries/clock-in", { body: {} }),
                done: t("time_entries.in_done", { name: own.name }),
              })
            }
          >
            {t("time_entries.in")}
          </Button>
        )}
      </Group>
    </Card>
  );
}
