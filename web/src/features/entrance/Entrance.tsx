import { Box, Button, Center, Group, Menu, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconBellRinging2, IconWorld } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { LANGUAGES, isLanguage, speak } from "../../i18n";

/** The page before the desk: a form in the middle, and a choice of language. */
export function Entrance({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  useDocumentTitle(`${title} · Frontdesk`);
  return (
    <Center mih="100dvh" p="md" bg="var(--mantine-color-default-hover)" component="main">
      <Stack w="100%" maw={440}>
        <Group justify="space-between">
          <Group gap="xs" c="var(--mantine-color-text)">
            <IconBellRinging2 aria-hidden />
            <Text fw={700} size="lg">
              Frontdesk
            </Text>
          </Group>
          <Menu>
            <Menu.Target>
              <Button
                variant="subtle"
                color="gray"
                c="inherit"
                leftSection={<IconWorld size={18} aria-hidden />}
                aria-label={t("language")}
              >
                {isLanguage(i18n.language) ? LANGUAGES[i18n.language] : ""}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {Object.entries(LANGUAGES).map(([code, name]) => (
                <Menu.Item key={code} lang={code} onClick={() => isLanguage(code) && void speak(code)}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </Group>
        <Paper withBorder shadow="sm" p="xl" radius="lg">
          <Stack>
            <Box>
              <Title order={1} size="h2">
                {title}
              </Title>
              {about && <Text c="dimmed">{about}</Text>}
            </Box>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
