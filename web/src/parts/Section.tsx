import { Box, Card, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  /** One or two sentences below the title. */
  about?: ReactNode;
  /** What can be done here, at the end of the title's line. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** A part of a page that stands for itself, in a frame. */
export function Section({ title, about, actions, children }: Props) {
  const id = useId();
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby={id} style={{ overflow: "visible" }}>
      <Stack>
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box maw={640}>
            <Title order={2} size="h4" id={id}>
              {title}
            </Title>
            {about && (
              <Text c="dimmed" size="sm">
                {about}
              </Text>
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Card>
  );
}
