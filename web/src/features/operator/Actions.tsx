import { Button, Code, Spoiler, Stack, Text } from "@mantine/core";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { $operator, operatorApi } from "../../api/operator";
import { download } from "../../parts/download";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { tellFailure } from "../../parts/tell";
import { useWords } from "../../parts/words";
import { changesOf } from "./changes";
import { useOperatorFormat } from "./format";

type Action = Schemas["OperatorAction"];

/** What operators did, newest first. */
export function Actions() {
  const { t } = useTranslation("operator");
  const exporting = useMutation({
    mutationFn: () =>
      download(operatorApi.GET("/platform/actions/export", { parseAs: "blob" }), "operator-actions.csv"),
    onError: tellFailure,
  });
  return (
    <Page
      title={t("log.title")}
      about={t("log.about")}
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={exporting.isPending}
          onClick={() => exporting.mutate()}
        >
          {t("log.export")}
        </Button>
      }
    >
      <ActionsOf />
    </Page>
  );
}

/** The same, of one company or of all. */
export function ActionsOf({ company }: { company?: string }) {
  const { t } = useTranslation("operator");
  const rows = $operator.useInfiniteQuery(
    "get",
    "/platform/actions",
    { params: { query: { limit: 25, ...(company ? { company_id: company } : {}) } } },
    paged,
  );
  const columns = useColumns();
  return (
    <Listing
      label={t("log.title")}
      rows={rows}
      rowKey={({ id }) => id}
      columns={company ? columns.filter(({ key }) => key !== "company") : columns}
      empty={<Empty icon={<IconHistory />} title={t("log.none")} />}
    />
  );
}

function useColumns(): Column<Action>[] {
  const { t } = useTranslation("operator");
  const words = useWords("operator", "log.actions");
  const format = useOperatorFormat();
  return [
    {
      key: "action",
      title: t("log.action"),
      cell: ({ action }) => words(action),
    },
    {
      key: "who",
      title: t("log.who"),
      cell: ({ operator_name, address }) => (
        <Stack gap={0}>
          <Text size="sm">{operator_name}</Text>
          {address && (
            <Text size="xs" c="dimmed">
              {address}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      key: "company",
      title: t("log.company"),
      cell: ({ company_id }) =>
        company_id ? (
          <TextLink to="/operator/companies/$id" params={{ id: company_id }}>
            {t("log.company_open")}
          </TextLink>
        ) : (
          "–"
        ),
    },
    { key: "changes", title: t("log.changes"), cell: ({ changes }) => <Changes of={changes} /> },
    { key: "when", title: t("log.when"), cell: ({ created_at }) => format.dateTime(created_at) },
  ];
}

function Changes({ of }: { of: unknown }) {
  const { t } = useTranslation("operator");
  const changes = changesOf(of, useOperatorFormat().dateTime);
  if (changes.length === 0) return "–";
  return (
    <Spoiler maxHeight={66} showLabel={t("jobs.show_more")} hideLabel={t("jobs.show_less")}>
      {changes.map(({ field, before, after }) => (
        <Text key={field} size="sm" style={{ overflowWrap: "anywhere" }}>
          <Code>{field}</Code> {before} → {after}
        </Text>
      ))}
    </Spoiler>
  );
}
