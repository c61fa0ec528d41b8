import { Box, Button, Table } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { Section } from "../../parts/Section";
import { useWords } from "../../parts/words";
import { ReportChart } from "./ReportChart";
import { isQuantity, useCells } from "./cells";
import { drawn } from "./drawn";

interface Props {
  table: Schemas["ReportTable"];
  /** Saves it as a file. */
  onSave: () => void;
}

/** One table of a report, with its chart where it has one. */
export function ReportTable({ table, onSave }: Props) {
  const { t } = useTranslation("reports");
  const tables = useWords("reports", "table");
  const columns = useWords("reports", "column");
  const cell = useCells(table);
  const how = drawn(table);
  const title = tables(table.name);
  return (
    <Section
      title={title}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={t("one.csv_of", { table: title })}
          onClick={onSave}
        >
          CSV
        </Button>
      }
    >
      {how && <ReportChart table={table} how={how} />}
      <Box
        role="group"
        aria-label={title}
        tabIndex={0}
        mah={420}
        style={{ overflow: "auto", borderTop: "1px solid var(--mantine-color-default-border)" }}
      >
        <Table stickyHeader highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {table.columns.map(({ name, kind }) => (
                <Table.Th key={name} ta={isQuantity(kind) ? "right" : "left"}>
                  {columns(name)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.rows.map((row, index) => (
              <Table.Tr key={index}>
                {table.columns.map(({ name, kind }, at) => (
                  <Table.Td
                    key={name}
                    ta={isQuantity(kind) ? "right" : "left"}
                    style={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}
                  >
                    {cell(row, at)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Box>
    </Section>
  );
}
