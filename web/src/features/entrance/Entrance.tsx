import { Box, Button, Group, Menu, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconBellRinging2, IconWorld } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { LANGUAGES, isLanguage } from "../../i18n";
import { LanguageItems } from "../../parts/looks";
import classes from "./Entrance.module.css";
import { Offer } from "./Offer";

interface Props {
  title: string;
  about?: string;
  /** Without what Frontdesk promises: for who does not come to be won. */
  plain?: boolean;
  children: ReactNode;
}

/** The page before the desk: a form, beside it what it leads to, and a choice of language. */
export function Entrance({ title, about, plain = false, children }: Props) {
  useDocumentTitle(`${title} · Frontdesk`);
  return (
    <div className={classes.page}>
      {!plain && <Offer />}
      <Box component="main" className={classes.main}>
        <Stack w="100%" maw={480} gap="lg">
          <Group justify="space-between" wrap="nowrap">
            <Group gap="xs" wrap="nowrap">
              <IconBellRinging2 aria-hidden color="var(--mantine-color-anchor)" />
              <Text fw={700} size="lg">
                Frontdesk
              </Text>
            </Group>
            <Languages />
          </Group>
          <Paper withBorder shadow="sm" p={{ base: "md", xs: "xl" }} radius="lg">
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
      </Box>
    </div>
  );
}

function Languages() {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          leftSection={<IconWorld size={18} aria-hidden />}
          aria-label={`${t("language")}: ${isLanguage(i18n.language) ? LANGUAGES[i18n.language] : ""}`}
        >
          {isLanguage(i18n.language) ? LANGUAGES[i18n.language] : ""}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems />
      </Menu.Dropdown>
    </Menu>
  );
}
