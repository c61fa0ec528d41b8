import { Button } from "@mantine/core";
import { IconPlayerStop, IconStopwatch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";

/** Clocks oneself in and out. */
export function Clock({ staffId }: { staffId: string }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  const { can } = useWho();
  const open = $api.useQuery(
    "get",
    "/time-entries",
    { params: { query: { open: true, limit: 1, staff_id: staffId } } },
    { enabled: can("time_entries:read") },
  );
  const { run, busy } = useAction("/time-entries");
  const entry = open.data?.data[0];
  if (!open.data) return null;
  return entry ? (
    <Button
      variant="default"
      loading={busy}
      leftSection={<IconPlayerStop size={16} aria-hidden />}
      onClick={() =>
        run({ send: () => api.POST("/time-entries/clock-out", { body: {} }), done: t("clock.gone") })
      }
    >
      {t("clock.out", { since: format.time(entry.clocked_in_at) })}
    </Button>
  ) : (
    <Button
      variant="default"
      loading={busy}
      leftSection={<IconStopwatch size={16} aria-hidden />}
      onClick={() =>
        run({ send: () => api.POST("/time-entries/clock-in", { body: {} }), done: t("clock.come") })
      }
    >
      {t("clock.in")}
    </Button>
  );
}
