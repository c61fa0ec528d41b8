import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { IconPlaneDeparture } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { useFormatIn } from "../../i18n/format";
import { must, useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useAction } from "../../parts/useAction";

type TimeOff = Schemas["TimeOff"];

/** Time off that somebody asked for, to be approved or declined in place. */
export function TimeOffRequests({ requests }: { requests: TimeOff[] }) {
  const [declined, setDeclined] = useState<TimeOff | null>(null);
  return (
    <>
      {requests.map((request) => (
        <One key={request.id} request={request} onDecline={() => setDeclined(request)} />
      ))}
      {declined && <Decline request={declined} onClose={() => setDeclined(null)} />}
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

function Decline({ request: { id, staff_name }, onClose }: { request: TimeOff; onClose: () => void }) {
  const { t } = useTranslation(["today", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm({ initialValues: { reason: "" } }, async (body) => {
    await must(api.POST("/time-off/{id}/decline", { params: { path: { id } }, body }));
    await stale(queries, "/time-off");
    tell(t("time_off.declined"));
    onClose();
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("time_off.decline_title", { name: staff_name })}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Refusal of={refusal} />
          <Textarea
            label={t("time_off.reason")}
            required
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
            {...form.getInputProps("reason")}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("common:back")}
            </Button>
            <Button type="submit" color="red" loading={sending}>
              {t("time_off.decline")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
