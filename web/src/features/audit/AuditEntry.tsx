import { Button, Code, Stack, Table, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { useFormat } from "../../parts/who";
import { useWords } from "../../parts/words";

type Entry = Schemas["AuditEntry"];

interface Props {
  entry: Entry;
  /** Somebody wants to see everything of this row. */
  onFilter: (entry: Entry) => void;
}

/** One change: each field before and after, and how it came about. */
export function AuditEntry({ entry, onFilter }: Props) {
  const { t } = useTranslation("audit");
  const tableName = useWords("audit", "tables");
  const format = useFormat();
  const { action, table, actor, actor_name, at, address, request_id, row_id, seal, changes } = entry;
  const facts = [
    { key: "when", value: format.dateTime(at) },
    { key: "who", value: actor_name ? `${actor_name} (${t(`actors.${actor}`)})` : t(`actors.${actor}`) },
    { key: "address", value: address },
    { key: "row", value: row_id },
    { key: "request", value: request_id },
    {
      key: "seal",
      value: seal === null || seal === undefined ? t("entry.unsealed") : format.number(seal),
    },
  ] as const;
  return (
    <Stack>
      <Text fw={600}>{t(`did.${action}`, { what: tableName(table) })}</Text>
      <Table variant="vertical" withTableBorder aria-label={t("entry.facts")}>
        <Table.Tbody>
          {facts
            .filter(({ value }) => value)
            .map(({ key, value }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" w={130}>
                  {t(`entry.${key}`)}
                </Table.Th>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{value}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      {changes ? <Changes changes={changes} /> : <Text size="sm">{t("entry.erased")}</Text>}
      {row_id && (
        <Button
          variant="default"
          leftSection={<IconHistory size={16} aria-hidden />}
          onClick={() => onFilter(entry)}
        >
          {t("entry.all_of_row")}
        </Button>
      )}
    </Stack>
  );
}

function Changes({ changes }: { changes: NonNullable<Entry["changes"]> }) {
  const { t } = useTranslation("audit");
  const rows = Object.entries(changes);
  if (rows.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table withTableBorder aria-label={t("entry.changes")} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("entry.field")}</Table.Th>
            <Table.Th>{t("entry.before")}</Table.Th>
            <Table.Th>{t("entry.after")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([field, [before, after]]) => (
            <Table.Tr key={field}>
              <Table.Th scope="row" fw={500} style={{ overflowWrap: "anywhere" }}>
                {field}
              </Table.Th>
              <Table.Td>
                <Value of={before} />
              </Table.Td>
              <Table.Td>
                <Value of={after} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Value({ of }: { of: unknown }) {
  const { t } = useTranslation("audit");
  if (of === null || of === undefined || of === "") {
    return (
      <Text size="sm" c="dimmed">
        {t("entry.empty")}
      </Text>
    );
  }
  return (
    <Code style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
      {typeof of === "string" ? of : JSON.stringify(of)}
    </Code>
  );
}
