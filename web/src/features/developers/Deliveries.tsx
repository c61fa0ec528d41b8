import { Badge, Button, Drawer, Select } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Empty } from "../../parts/states";
import { useFormat } from "../../parts/who";
import { DeliveryLog } from "./DeliveryLog";

type Delivery = Schemas["WebhookDelivery"];

const STATES = ["all", "pending", "delivered", "failed"] as const;
export const COLORS: Record<Delivery["status"], string> = {
  pending: "blue",
  delivered: "teal",
  failed: "red",
};

/** What an endpoint was sent. */
export function Deliveries({ webhook: { id } }: { webhook: Schemas["Webhook"] }) {
  const { t } = useTranslation(["developers", "common"]);
  const [status, setStatus] = useState<(typeof STATES)[number]>("all");
  const [looking, setLooking] = useState<string>();
  const rows = $api.useInfiniteQuery(
    "get",
    "/webhooks/{id}/deliveries",
    { params: { path: { id }, query: { limit: 25, ...(status === "all" ? {} : { status }) } } },
    {
      ...paged,
      // Attempts are made while one looks on.
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ data }) => data.some((delivery) => delivery.status === "pending"))
          ? 3000
          : false,
    },
  );
  return (
    <>
      <Select
        allowDeselect={false}
        w={200}
        aria-label={t("deliveries.which")}
        size="sm"
        value={status}
        onChange={(value) => setStatus(STATES.find((state) => state === value) ?? "all")}
        data={STATES.map((value) => ({ value, label: t(`deliveries.status.${value}`) }))}
      />
      <Listing
        label={t("hooks.log")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns(setLooking)}
        empty={<Empty icon={<IconSend />} title={t("deliveries.none")} text={t("deliveries.none_text")} />}
      />
      <Drawer
        opened={looking !== undefined}
        onClose={() => setLooking(undefined)}
        title={t("deliveries.one")}
        position="right"
        size="lg"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {looking && <DeliveryLog webhook={id} delivery={looking} />}
      </Drawer>
    </>
  );
}

function useColumns(onLook: (id: string) => void): Column<Delivery>[] {
  const { t } = useTranslation("developers");
  const format = useFormat();
  return [
    {
      key: "event",
      title: t("deliveries.event"),
      cell: ({ id, event_type }) => (
        <Button variant="transparent" fw={500} size="compact-sm" px={0} onClick={() => onLook(id)}>
          {event_type}
        </Button>
      ),
    },
    { key: "at", title: t("deliveries.at"), cell: ({ created_at }) => format.dateTime(created_at) },
    { key: "attempts", title: t("deliveries.attempts"), cell: ({ attempts }) => format.number(attempts) },
    {
      key: "status",
      title: t("hooks.state"),
      cell: ({ status }) => (
        <Badge variant="light" tt="none" fw={600} color={COLORS[status]}>
          {t(`deliveries.status.${status}`)}
        </Badge>
      ),
    },
    {
      key: "next",
      title: t("deliveries.next"),
      cell: ({ next_attempt_at }) => (next_attempt_at ? format.ago(next_attempt_at) : "–"),
    },
  ];
}
