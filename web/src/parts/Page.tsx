import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** One sentence below the title. */
  about?: ReactNode;
  /** What can be done here, at the end of the title's line. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A screen: its title, what can be done, and its content. */
export function Page({ title, about, actions, children }: Props) {
  useDocumentTitle(`${title} · Frontdesk`);
  return (
    <Stack gap="lg" maw={1400} mx="auto">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box>
          <Title order={1} size="h2">
            {title}
          </Title>
          {about && <Text c="dimmed">{about}</Text>}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
