import { Box, Button, Card, Center, Group, Skeleton, Stack, Table, Text } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Failure } from "./states";

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  align?: "right";
}

interface RowPage<Row> {
  data: Row[];
  next_cursor?: string | null;
}

export type Rows<Row> = UseInfiniteQueryResult<InfiniteData<RowPage<Row>>, unknown>;

interface Props<Row> {
  /** Said by screen readers: what the list is of. */
  label: string;
  rows: Rows<Row>;
  /** The first names the row; on narrow screens it heads the row's card. */
  columns: Column<Row>[];
  /** Shown where there is no row. */
  empty: ReactNode;
  rowKey: (row: Row) => string;
}

/** What the API gives page by page: a table, or cards where the screen is narrow, with every state a list can be in. */
export function Listing<Row>({ label, rows, columns, empty, rowKey }: Props<Row>) {
  const { t } = useTranslation();
  if (rows.isPending) return <Waiting />;
  if (rows.isError && !rows.data) return <Failure of={rows.error} retry={() => void rows.refetch()} />;
  const all = rows.data.pages.flatMap((page) => page.data);
  if (all.length === 0) return empty;
  return (
    <Stack>
      <Box visibleFrom="sm">
        <Table.ScrollContainer minWidth={500}>
          <Table verticalSpacing="sm" highlightOnHover aria-label={label}>
            <Table.Thead>
              <Table.Tr>
                {columns.map(({ key, title, align }) => (
                  <Table.Th key={key} ta={align}>
                    {title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((row) => (
                <Table.Tr key={rowKey(row)}>
                  {columns.map(({ key, cell, align }) => (
                    <Table.Td key={key} ta={align}>
                      {cell(row)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Box>
      <Stack hiddenFrom="sm" gap="xs" component="ul" m={0} p={0} aria-label={label}>
        {all.map((row) => (
          <Card key={rowKey(row)} withBorder padding="sm" component="li">
            {columns.map(({ key, title, cell }, index) =>
              index === 0 ? (
                <Box key={key} fw={600} mb={4}>
                  {cell(row)}
                </Box>
              ) : (
                <Group key={key} justify="space-between" gap="xs" wrap="nowrap">
                  <Text size="sm" c="dimmed">
                    {title}
                  </Text>
                  <Box ta="right">{cell(row)}</Box>
                </Group>
              ),
            )}
          </Card>
        ))}
      </Stack>
      {rows.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={rows.isFetchingNextPage}
            onClick={() => void rows.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t("loading")}>
      {[1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={36} />
      ))}
    </Stack>
  );
}
