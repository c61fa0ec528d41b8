import {
  Box,
  Card,
  Input,
  SimpleGrid,
  Stack,
  Table,
  Text,
  VisuallyHidden,
  useMantineTheme,
} from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../../api/client";
import { useWords } from "../../../parts/words";
import { PermissionCell } from "./PermissionCell";
import { type Group, USUAL, groups } from "./permissions";

interface Props {
  label: string;
  vocabulary: readonly Schemas["PermissionWord"][];
  value: readonly string[];
  onChange: (permissions: string[]) => void;
  /** Words that are ticked whatever anybody says. */
  always?: readonly string[];
  readOnly?: boolean;
  error?: ReactNode;
  /** There is little room, however wide the screen is. */
  compact?: boolean;
}

/** What may be done: what it is about down the side, the actions across. */
export function PermissionPicker({ label, vocabulary, error, compact = false, ...cells }: Props) {
  const { breakpoints } = useMantineTheme();
  const wide = useMediaQuery(`(min-width: ${breakpoints.lg})`, true, { getInitialValueInEffect: false });
  const id = useId();
  const all = useMemo(() => groups(vocabulary), [vocabulary]);
  return (
    <Box role="group" aria-labelledby={id}>
      <VisuallyHidden id={id}>{label}</VisuallyHidden>
      {error && (
        <Input.Error role="alert" mb="xs">
          {error}
        </Input.Error>
      )}
      {wide && !compact ? (
        <Matrix label={label} groups={all} {...cells} />
      ) : (
        <Cards groups={all} {...cells} />
      )}
    </Box>
  );
}

type Cells = Omit<Props, "label" | "vocabulary" | "error" | "compact">;

function Matrix({ label, groups, ...cells }: Cells & { label: string; groups: Group[] }) {
  const { t } = useTranslation("settings");
  const objectName = useWords("settings", "permissions.objects");
  const isUsual = (action: string) => USUAL.some((usual) => usual === action);
  return (
    <Table aria-label={label} verticalSpacing={6} highlightOnHover stickyHeader stickyHeaderOffset={56}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("permissions.object")}</Table.Th>
          {USUAL.map((action) => (
            <Table.Th key={action}>{t(`permissions.actions.${action}`)}</Table.Th>
          ))}
          <Table.Th>{t("permissions.more")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groups.map(({ object, words }) => (
          <Table.Tr key={object}>
            <Table.Th scope="row" fw={500}>
              {objectName(object)}
            </Table.Th>
            {USUAL.map((action) => {
              const word = words.find((word) => word.action === action);
              return (
                <Table.Td key={action}>{word && <PermissionCell word={word} bare {...cells} />}</Table.Td>
              );
            })}
            <Table.Td>
              <Stack gap={6}>
                {words
                  .filter(({ action }) => !isUsual(action))
                  .map((word) => (
                    <PermissionCell key={word.word} word={word} {...cells} />
                  ))}
              </Stack>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Cards({ groups, ...cells }: Cells & { groups: Group[] }) {
  const objectName = useWords("settings", "permissions.objects");
  return (
    <Stack gap="xs">
      {groups.map(({ object, words }) => (
        <Card key={object} withBorder padding="sm" role="group" aria-label={objectName(object)}>
          <Text size="sm" fw={600} mb={6}>
            {objectName(object)}
          </Text>
          <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm" verticalSpacing="sm">
            {words.map((word) => (
              <PermissionCell key={word.word} word={word} {...cells} />
            ))}
          </SimpleGrid>
        </Card>
      ))}
    </Stack>
  );
}
