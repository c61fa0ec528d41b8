import { Badge, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import type { Column } from "../../parts/Listing";
import { TextLink } from "../../parts/links";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";

type Message = Schemas["Message"];

const COLORS: Record<Message["status"], string> = {
  scheduled: "gray",
  queued: "blue",
  sent: "lagoon",
  delivered: "teal",
  bounced: "red",
  failed: "red",
  cancelled: "gray",
};

/** What is seen of a message in a list. */
export function useMessageColumns(): Column<Message>[] {
  const { t } = useTranslation(["messages", "common"]);
  const { can } = useWho();
  const format = useFormat();
  return [
    {
      key: "kind",
      title: t("what"),
      cell: ({ kind, booking_id }) =>
        booking_id && can("bookings:read") ? (
          <TextLink to="/bookings" search={{ booking: booking_id }} size="sm" fw={500}>
            {t(`kind.${kind}`)}
          </TextLink>
        ) : (
          <Text size="sm" fw={500}>
            {t(`kind.${kind}`)}
          </Text>
        ),
    },
    {
      key: "to",
      title: t("to"),
      cell: ({ client_id, recipient }) =>
        client_id && can("clients:read") ? (
          <TextLink to="/clients/$id" params={{ id: client_id }} size="sm">
            {recipient}
          </TextLink>
        ) : (
          <Text size="sm">{recipient || t("somebody")}</Text>
        ),
    },
    {
      key: "channel",
      title: t("by"),
      cell: ({ channel, segments }) => (
        <Text size="sm">
          {t(`channel.${channel}`)}
          {segments && segments > 1 ? ` × ${format.number(segments)}` : ""}
        </Text>
      ),
    },
    {
      key: "when",
      title: t("when"),
      cell: ({ sent_at, send_at }) => <Text size="sm">{format.dateTime(sent_at ?? send_at)}</Text>,
    },
    {
      key: "status",
      title: t("state"),
      cell: ({ status, failure }) => (
        <Stack gap={2} align="flex-start">
          <Badge variant="light" tt="none" fw={600} color={COLORS[status]}>
            {t(`status.${status}`)}
          </Badge>
          {failure && (
            <Text size="xs" c="dimmed" maw={240}>
              {failure}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      key: "resend",
      title: t("common:actions"),
      align: "right",
      cell: (message) => <Resend message={message} />,
    },
  ];
}

function Resend({ message: { id, status, recipient } }: { message: Message }) {
  const { t } = useTranslation("messages");
  const { can } = useWho();
  const { run, busy } = useAction("/messages");
  if (!can("messages:send") || (status !== "failed" && status !== "bounced")) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy}
      aria-label={t("resend_to", { recipient })}
      onClick={() =>
        run({
          send: () => api.POST("/messages/{id}/resend", { params: { path: { id } } }),
          done: t("resent"),
        })
      }
    >
      {t("resend")}
    </Button>
  );
}
