import { Box, Group, List, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconCalendarCheck, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "./Entrance.module.css";

const POINTS = ["book", "remind", "team"] as const;

/** What Frontdesk does, for whoever is about to enter. */
export function Offer() {
  const { t } = useTranslation("entrance");
  return (
    <aside className={classes.offer} aria-label={t("offer.title")}>
      <Stack className={classes.words} gap="xl">
        <Text fz={34} fw={700} lh={1.25}>
          {t("offer.title")}
        </Text>
        <List
          spacing="md"
          center
          icon={
            <ThemeIcon size={26} radius="xl" color="rgb(255 255 255 / 18%)" c="white" aria-hidden>
              <IconCheck size={16} />
            </ThemeIcon>
          }
        >
          {POINTS.map((point) => (
            <List.Item key={point} lh="md">
              {t(`offer.${point}`)}
            </List.Item>
          ))}
        </List>
        <Box className={classes.sample} p="md" aria-hidden>
          <Group wrap="nowrap">
            <ThemeIcon size={44} radius="md" variant="light">
              <IconCalendarCheck />
            </ThemeIcon>
            <Box>
              <Text fw={600}>{t("offer.sample")}</Text>
              <Text size="sm" c="#4b585b">
                {t("offer.sample_text")}
              </Text>
            </Box>
          </Group>
        </Box>
      </Stack>
    </aside>
  );
}
