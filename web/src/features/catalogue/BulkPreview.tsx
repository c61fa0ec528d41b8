import { ScrollArea, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { useFormat } from "../../parts/who";

interface Props {
  changes: Schemas["BulkChange"][];
  categories: Schemas["ServiceCategory"][];
}

/** What becomes of services: as they are, and as they would be. */
export function BulkPreview({ changes, categories }: Props) {
  const { t } = useTranslation("catalogue");
  const words = useWords(categories);
  if (changes.length === 0) return <Text c="dimmed">{t("bulk.nothing")}</Text>;
  return (
    <ScrollArea.Autosize mah={280}>
      <Table stickyHeader aria-label={t("bulk.preview")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("fields.name")}</Table.Th>
            <Table.Th ta="right">{t("bulk.before")}</Table.Th>
            <Table.Th ta="right">{t("bulk.after")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ id, name, before, after }) => (
            <Table.Tr key={id}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right">
                <Text size="sm" c="dimmed">
                  {words(before).join(", ")}
                </Text>
              </Table.Td>
              <Table.Td ta="right" fw={500}>
                {words(after).join(", ")}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

function useWords(categories: Props["categories"]) {
  const { t } = useTranslation("catalogue");
  const { money } = useFormat();
  return (values: Schemas["BulkValues"]): string[] => {
    const words: string[] = [];
    if (values.price) words.push(money(values.price));
    if (values.visibility) words.push(t(`visibility.${values.visibility}`));
    if (values.category_id !== undefined) {
      const category = categories.find(({ id }) => id === values.category_id);
      words.push(category?.name ?? t("services.no_category"));
    }
    if (values.archived !== undefined) words.push(t(values.archived ? "archived" : "on_offer"));
    return words;
  };
}
