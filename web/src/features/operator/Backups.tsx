import { Badge, Button, Code, List, Loader, Stack, Text } from "@mantine/core";
import { IconDatabaseExport, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { $operator, operatorApi } from "../../api/operator";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { bytes, useOperatorFormat } from "./format";

type Backup = Schemas["Backup"];

const isOpen = ({ status, sound }: Backup) =>
  status === "waiting" || status === "running" || (status === "made" && sound === null);

/** Backups of the installation: each is restored for trial, and that is its verdict. */
export function Backups() {
  const { t } = useTranslation("operator");
  const { run, busy } = useAction("/platform/backups", "/platform/actions");
  const rows = $operator.useInfiniteQuery(
    "get",
    "/platform/backups",
    {},
    {
      ...paged,
      refetchInterval: (query) =>
        query.state.data?.pages.some(({ data }) => data.some(isOpen)) ? 2000 : 60_000,
    },
  );
  const button = (
    <Button
      leftSection={<IconPlayerPlay size={16} aria-hidden />}
      loading={busy}
      onClick={() => run({ send: () => operatorApi.POST("/platform/backups"), done: t("backups.started") })}
    >
      {t("backups.start")}
    </Button>
  );
  return (
    <Page title={t("backups.title")} about={t("backups.about")} actions={button}>
      <Listing
        label={t("backups.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns()}
        empty={
          <Empty icon={<IconDatabaseExport />} title={t("backups.none")} text={t("backups.none_text")} />
        }
      />
    </Page>
  );
}

function useColumns(): Column<Backup>[] {
  const { t } = useTranslation(["operator", "common"]);
  const format = useOperatorFormat();
  return [
    {
      key: "when",
      title: t("backups.when"),
      cell: ({ started_at, requested_at, name }) => (
        <Stack gap={2} align="flex-start">
          {format.dateTime(started_at ?? requested_at)}
          {name && <Code style={{ overflowWrap: "anywhere" }}>{name}</Code>}
        </Stack>
      ),
    },
    { key: "status", title: t("backups.status"), cell: (backup) => <Standing backup={backup} /> },
    { key: "verdict", title: t("backups.verdict"), cell: (backup) => <Verdict backup={backup} /> },
    {
      key: "size",
      title: t("backups.size"),
      align: "right",
      cell: ({ bytes: size }) => (typeof size === "number" ? bytes(format.language, size) : "–"),
    },
    {
      key: "rows",
      title: t("backups.rows"),
      align: "right",
      cell: ({ row_count }) => (typeof row_count === "number" ? format.number(row_count) : "–"),
    },
    {
      key: "encrypted",
      title: t("backups.encrypted"),
      cell: ({ encrypted }) =>
        typeof encrypted === "boolean" ? t(encrypted ? "common:yes" : "common:no") : "–",
    },
  ];
}

const COLORS = { waiting: "gray", running: "blue", made: "teal", failed: "red" } as const;

function Standing({ backup: { status, failure } }: { backup: Backup }) {
  const { t } = useTranslation("operator");
  return (
    <Stack gap={2} align="flex-start">
      <Badge
        color={COLORS[status]}
        variant="dot"
        leftSection={status === "running" && <Loader size={10} color="currentColor" aria-hidden />}
      >
        {t(`backups.${status}`)}
      </Badge>
      {failure && (
        <Text size="sm" c="red">
          {failure}
        </Text>
      )}
    </Stack>
  );
}

function Verdict({ backup }: { backup: Backup }) {
  const { t } = useTranslation("operator");
  const format = useOperatorFormat();
  const { status, sound, tried_at, differences } = backup;
  if (status === "failed") return "–";
  if (typeof sound !== "boolean") return <Text c="dimmed">{t("backups.untried")}</Text>;
  return (
    <Stack gap={2} align="flex-start">
      <Badge color={sound ? "teal" : "red"} variant="dot">
        {t(sound ? "backups.sound" : "backups.unsound")}
      </Badge>
      {tried_at && (
        <Text size="xs" c="dimmed">
          {format.dateTime(tried_at)}
        </Text>
      )}
      {differences.length > 0 && (
        <List size="sm">
          {differences.map((difference) => (
            <List.Item key={difference}>{difference}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
