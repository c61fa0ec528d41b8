import { Badge, Button, Text } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";

type Message = Schemas["Message"];

const COLORS: Record<Message["status"], string> = {
  scheduled: "blue",
  queued: "blue",
  sent: "teal",
  delivered: "teal",
  bounced: "red",
  failed: "red",
  cancelled: "gray",
};

/** What a client was told, and whether it reached them. */
export function ClientMessages({ id }: { id: string }) {
  const { t } = useTranslation("clients");
  const rows = $api.useInfiniteQuery(
    "get",
    "/clients/{id}/messages",
    { params: { path: { id }, query: { limit: 50 } } },
    paged,
  );
  return (
    <Listing
      label={t("messages.title")}
      rows={rows}
      rowKey={(row) => row.id}
      columns={useColumns()}
      empty={<Empty icon={<IconMail />} title={t("messages.none")} text={t("messages.none_text")} />}
    />
  );
}

function useColumns(): Column<Message>[] {
  const { t } = useTranslation("clients");
  const format = useFormat();
  const { can } = useWho();
  const { run, busy } = useAction("/clients", "/messages");
  return [
    {
      key: "kind",
      title: t("messages.about"),
      cell: ({ kind }) => <Text fw={500}>{t(`messages.kind.${kind}`)}</Text>,
    },
    { key: "to", title: t("messages.to"), cell: ({ recipient }) => recipient },
    {
      key: "at",
      title: t("messages.at"),
      cell: ({ sent_at, send_at }) => format.dateTime(sent_at ?? send_at),
    },
    {
      key: "status",
      title: t("messages.status_title"),
      cell: ({ status, failure }) => (
        <>
          <Badge color={COLORS[status]} variant="light" c="var(--mantine-color-text)" tt="none">
            {t(`messages.status.${status}`)}
          </Badge>
          {failure && (
            <Text size="xs" c="dimmed" maw={280}>
              {failure}
            </Text>
          )}
        </>
      ),
    },
    {
      key: "again",
      title: "",
      align: "right",
      cell: ({ id, status }) =>
        (status === "failed" || status === "bounced") &&
        can("messages:send") && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={busy}
            onClick={() =>
              run({
                send: () => api.POST("/messages/{id}/resend", { params: { path: { id } } }),
                done: t("messages.resent"),
              })
            }
          >
            {t("messages.resend")}
          </Button>
        ),
    },
  ];
}
