import { Group, Kbd, Modal, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

const KEYS = [
  { keys: ["↑", "↓", "←", "→"], what: "arrows" },
  { keys: ["Enter"], what: "open" },
  { keys: ["M"], what: "move" },
  { keys: ["↑", "↓", "←", "→"], what: "moving" },
  { keys: ["Enter", "Esc"], what: "commit" },
  { keys: ["N"], what: "create" },
  { keys: ["T"], what: "today" },
  { keys: ["Page Up", "Page Down"], what: "turn" },
  { keys: ["1", "2", "3", "4"], what: "view" },
  { keys: ["?"], what: "help" },
] as const;

/** What the keyboard does in the calendar. */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(["calendar", "common"]);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("shortcuts.title")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <Table verticalSpacing="xs" aria-label={t("shortcuts.title")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("shortcuts.key")}</Table.Th>
            <Table.Th>{t("shortcuts.what")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {KEYS.map(({ keys, what }) => (
            <Table.Tr key={what}>
              <Table.Td>
                <Group gap={4}>
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>
                <Text size="sm">{t(`shortcuts.${what}`)}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
