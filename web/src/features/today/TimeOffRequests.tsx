import { Button, Group, Stack, Text } from "@mantine/core";
import { IconPlaneDeparture } from "@tabler/icons-react";
import { Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { useFormatIn } from "../../i18n/format";
import { useAction } from "../../parts/useAction";

type TimeOff = Schemas["TimeOff"];

const Decline = lazy(() => import("./DeclineTimeOff"));

/** Time off that somebody asked for, to be approved or declined in place. */
export function TimeOffRequests({ requests }: { requests: TimeOff[] }) {
  const [declined, setDeclined] = useState<TimeOff | null>(null);
  return (
    <>
      {requests.map((request) => (
        <One key={request.id} request={request} onDecline={() => setDeclined(request)} />
      ))}
      <Suspense fallback={null}>
        {declined && <Decline request={declined} onClose={() => setDeclined(null)} />}
      </Suspense>
    </>
  );
}

interface Props {
  request: TimeOff;
  onDecline: () => void;
}

function One({ request, onDecline }: Props) {
  const { t } = useTranslation("today");
  const format = useFormatIn(request.time_zone);
  const { run, busy } = useAction("/time-off", "/availability");
  const { id, staff_name, starts_at, ends_at, reason } = request;
  return (
    <Group wrap="nowrap" align="flex-start" gap="sm">
      <IconPlaneDeparture size={20} aria-hidden />
      <Stack gap={6} flex={1}>
        <div>
          <Text size="sm" fw={600}>
            {t("time_off.title", { name: staff_name })}
          </Text>
          <Text size="sm">
            {format.dateTime(starts_at)} – {format.dateTime(ends_at)}
          </Text>
          {reason && (
            <Text size="xs" c="dimmed">
              {reason}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Button
            size="xs"
            loading={busy}
            aria-label={`${t("time_off.approve")}: ${staff_name}`}
            onClick={() =>
              run({
                send: () => api.POST("/time-off/{id}/approve", { params: { path: { id } } }),
                done: ({ collision_count: count }) =>
                  count > 0 ? t("time_off.approved_with", { count }) : t("time_off.approved"),
              })
            }
          >
            {t("time_off.approve")}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={`${t("time_off.decline")}: ${staff_name}`}
            onClick={onDecline}
          >
            {t("time_off.decline")}
          </Button>
        </Group>
      </Stack>
    </Group>
  );
}
