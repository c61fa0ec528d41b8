import { Badge, Code, Stack, Text } from "@mantine/core";
import { IconClockPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { $operator } from "../../api/operator";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useWords } from "../../parts/words";
import { seconds, useOperatorFormat } from "./format";

type Schedule = Schemas["Schedule"];

/** What runs by the clock. */
export function Schedules() {
  const { t } = useTranslation("operator");
  const rows = $operator.useInfiniteQuery(
    "get",
    "/platform/schedules",
    {},
    { ...paged, refetchInterval: 5000 },
  );
  return (
    <Page title={t("schedules.title")} about={t("schedules.about")}>
      <Listing
        label={t("schedules.title")}
        rows={rows}
        rowKey={({ name }) => name}
        columns={useColumns()}
        empty={<Empty icon={<IconClockPlay />} title={t("schedules.none")} text={t("schedules.none_text")} />}
      />
    </Page>
  );
}

function useColumns(): Column<Schedule>[] {
  const { t } = useTranslation("operator");
  const words = useWords("operator", "schedules.what");
  const format = useOperatorFormat();
  return [
    {
      key: "name",
      title: t("schedules.name"),
      cell: ({ name }) => (
        <Stack gap={4} align="flex-start">
          <Code>{name}</Code>
          <Text size="sm" c="dimmed" fw={400}>
            {words(name)}
          </Text>
        </Stack>
      ),
    },
    {
      key: "every",
      title: t("schedules.every"),
      cell: ({ every_seconds }) => seconds(format, every_seconds),
    },
    {
      key: "last",
      title: t("schedules.last"),
      cell: ({ last_started_at, last_finished_at }) =>
        last_finished_at ? format.dateTime(last_started_at) : <Badge>{t("schedules.running")}</Badge>,
    },
    { key: "next", title: t("schedules.next"), cell: ({ next_at }) => format.dateTime(next_at) },
    {
      key: "result",
      title: t("schedules.result"),
      cell: ({ error }) =>
        error ? (
          <Text size="sm" c="red" style={{ overflowWrap: "anywhere" }}>
            {error}
          </Text>
        ) : (
          <Badge color="teal" variant="dot">
            {t("schedules.fine")}
          </Badge>
        ),
    },
  ];
}
