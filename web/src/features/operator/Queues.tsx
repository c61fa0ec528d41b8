import { Badge, Button, Code, Group, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconStack2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { $operator, operatorApi } from "../../api/operator";
import { confirm } from "../../parts/confirm";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { seconds, useOperatorFormat } from "./format";

type Queue = Schemas["Queue"];

/** Older than this, what is due has waited too long. */
const SLOW_SECONDS = 60;

/** What is to be done in the background, as it stands at this moment. */
export function Queues() {
  const { t } = useTranslation("operator");
  const rows = $operator.useInfiniteQuery("get", "/platform/queues", {}, { ...paged, refetchInterval: 5000 });
  return (
    <Page title={t("queues.title")} about={t("queues.about")}>
      <Listing
        label={t("queues.title")}
        rows={rows}
        rowKey={({ name }) => name}
        columns={useColumns()}
        empty={<Empty icon={<IconStack2 />} title={t("queues.none")} />}
      />
    </Page>
  );
}

function useColumns(): Column<Queue>[] {
  const { t } = useTranslation("operator");
  const format = useOperatorFormat();
  return [
    { key: "name", title: t("queues.name"), cell: ({ name }) => <Code>{name}</Code> },
    {
      key: "lag",
      title: t("queues.lag"),
      cell: ({ lag_seconds, due }) =>
        due === 0 ? (
          <Text size="sm" c="dimmed">
            {t("queues.none_due")}
          </Text>
        ) : (
          <Badge color={lag_seconds > SLOW_SECONDS ? "red" : "teal"} variant="dot">
            {seconds(format, lag_seconds)}
          </Badge>
        ),
    },
    { key: "due", title: t("queues.due"), align: "right", cell: ({ due }) => format.number(due) },
    {
      key: "running",
      title: t("queues.running"),
      align: "right",
      cell: ({ running }) => format.number(running),
    },
    {
      key: "waiting",
      title: t("queues.waiting"),
      align: "right",
      cell: ({ waiting }) => format.number(waiting),
    },
    {
      key: "given_up",
      title: t("queues.given_up"),
      align: "right",
      cell: ({ name, given_up }) =>
        given_up === 0 ? (
          format.number(0)
        ) : (
          <TextLink to="/operator/jobs" search={{ queue: name }} fw={600}>
            {format.number(given_up)}
          </TextLink>
        ),
    },
    { key: "actions", title: t("queues.state"), align: "right", cell: (queue) => <Switch queue={queue} /> },
  ];
}

function Switch({ queue: { name, paused_at } }: { queue: Queue }) {
  const { t } = useTranslation("operator");
  const { run, busy } = useAction("/platform/queues");
  const params = { params: { path: { name } } };
  const resume = () => run({ send: () => operatorApi.POST("/platform/queues/{name}/resume", params) });
  const pause = () =>
    confirm({
      title: t("queues.pause_title", { name }),
      text: t("queues.pause_text"),
      confirm: t("queues.pause"),
      onConfirm: () => run({ send: () => operatorApi.POST("/platform/queues/{name}/pause", params) }),
    });

  return paused_at ? (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Badge color="orange" variant="dot">
        {t("queues.paused")}
      </Badge>
      <Button
        size="compact-sm"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        loading={busy}
        onClick={resume}
        aria-label={t("queues.resume_named", { name })}
      >
        {t("queues.resume")}
      </Button>
    </Group>
  ) : (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPlayerPause size={14} aria-hidden />}
      loading={busy}
      onClick={pause}
      aria-label={t("queues.pause_named", { name })}
    >
      {t("queues.pause")}
    </Button>
  );
}
