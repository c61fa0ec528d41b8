import { Button, Drawer, Text } from "@mantine/core";
import { IconDownload, IconHistory, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { attempt } from "../../parts/attempt";
import { download } from "../../parts/download";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useFormat } from "../../parts/who";
import { useWords } from "../../parts/words";
import { AuditEntry } from "./AuditEntry";
import { AuditFilters } from "./AuditFilters";
import { Verification } from "./Verification";
import { NO_FILTER, filterQuery } from "./filter";

type Entry = Schemas["AuditEntry"];

/** Who changed what, and when. */
export function AuditLog() {
  const { t } = useTranslation(["audit", "common"]);
  const { zone } = useFormat();
  const [filter, setFilter] = useState(NO_FILTER);
  const [looking, setLooking] = useState<Entry>();
  const query = filterQuery(filter, zone);
  const filtered = Object.keys(query).length > 0;
  const rows = $api.useInfiniteQuery(
    "get",
    "/audit-log",
    { params: { query: { limit: 50, ...query } } },
    paged,
  );
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() =>
            void attempt(() =>
              download(api.GET("/audit-log/export", { params: { query }, parseAs: "blob" }), "audit-log.csv"),
            )
          }
        >
          {t("export")}
        </Button>
      }
    >
      <Verification />
      <AuditFilters filter={filter} onChange={setFilter} />
      <Listing
        label={t("title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns(setLooking)}
        empty={
          <Empty
            icon={filtered ? <IconSearch /> : <IconHistory />}
            title={filtered ? t("none_found") : t("none")}
            action={
              filtered && (
                <Button variant="default" onClick={() => setFilter(NO_FILTER)}>
                  {t("filter.reset")}
                </Button>
              )
            }
          />
        }
      />
      <Drawer
        opened={looking !== undefined}
        onClose={() => setLooking(undefined)}
        title={t("entry.title")}
        position="right"
        size="lg"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {looking && (
          <AuditEntry
            entry={looking}
            onFilter={({ table, row_id }) => {
              setFilter({ ...NO_FILTER, table, row_id: row_id ?? "" });
              setLooking(undefined);
            }}
          />
        )}
      </Drawer>
    </Page>
  );
}

function useColumns(onLook: (entry: Entry) => void): Column<Entry>[] {
  const { t } = useTranslation("audit");
  const tableName = useWords("audit", "tables");
  const format = useFormat();
  return [
    {
      key: "what",
      title: t("what"),
      cell: (entry) => (
        <Button
          variant="transparent"
          fw={500}
          size="compact-sm"
          px={0}
          styles={{ label: { whiteSpace: "normal", textAlign: "start" } }}
          onClick={() => onLook(entry)}
        >
          {t(`did.${entry.action}`, { what: tableName(entry.table) })}
        </Button>
      ),
    },
    {
      key: "fields",
      title: t("fields"),
      cell: ({ changes }) => (
        <Text size="sm" c="dimmed" lineClamp={1} maw={260}>
          {Object.keys(changes ?? {}).join(", ") || "–"}
        </Text>
      ),
    },
    {
      key: "who",
      title: t("who"),
      cell: ({ actor, actor_name }) => actor_name ?? t(`actors.${actor}`),
    },
    { key: "when", title: t("when"), cell: ({ at }) => <Text size="sm">{format.dateTime(at)}</Text> },
  ];
}
