import { Box, Button, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  title: string;
  about: string;
  /** The word on the button that goes on; absent: Continue. */
  button?: string;
  sending?: boolean;
  onSkip: () => void;
  children: ReactNode;
}

/** One step of the guide: what it asks, and the ways on. Inside a form. */
export function StepFrame({ title, about, button, sending = false, onSkip, children }: Props) {
  const { t } = useTranslation("welcome");
  return (
    <Stack gap="lg">
      <Box>
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text c="dimmed">{about}</Text>
      </Box>
      {children}
      <Group justify="space-between">
        <Button variant="subtle" color="gray" c="dimmed" onClick={onSkip}>
          {t("skip")}
        </Button>
        <Button type="submit" loading={sending}>
          {button ?? t("next")}
        </Button>
      </Group>
    </Stack>
  );
}
