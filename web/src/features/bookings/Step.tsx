import { Box, Button, Card, Group, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  number: number;
  title: string;
  /** What was decided; absent: nothing yet. */
  summary: string | undefined;
  open: boolean;
  /** Goes back to it; absent where that is not possible yet. */
  onOpen?: () => void;
  children: ReactNode;
}

/** A step of several: the one at hand is open, those that are done say what was decided. */
export function Step({ number, title, summary, open, onOpen, children }: Props) {
  const { t } = useTranslation("bookings");
  const done = !open && !!summary;
  return (
    <Card withBorder padding="sm" aria-current={open ? "step" : undefined} component="section">
      <Group gap="sm" wrap="nowrap">
        <ThemeIcon radius="xl" size={28} variant={open || done ? "filled" : "default"}>
          {done ? <IconCheck size={16} aria-hidden /> : <Text fz="sm">{number}</Text>}
        </ThemeIcon>
        <Box flex={1} miw={0}>
          <Title order={3} size="h5">
            {title}
          </Title>
          {done && (
            <Text size="sm" truncate>
              {summary}
            </Text>
          )}
        </Box>
        {done && onOpen && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={onOpen}
            aria-label={`${t("new.change")}: ${title}`}
          >
            {t("new.change")}
          </Button>
        )}
      </Group>
      {open && <Box mt="sm">{children}</Box>}
    </Card>
  );
}
