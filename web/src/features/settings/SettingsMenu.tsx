import { Box, NavLink, Stack, Text } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useWho } from "../../parts/who";
import { ROOMS } from "./rooms";

/** The pages of the settings that are open to who reads. */
export function SettingsMenu({ big = false }: { big?: boolean }) {
  const { t } = useTranslation("settings");
  const { can } = useWho();
  const { pathname } = useLocation();
  const groups = ROOMS.map(({ key, pages }) => ({
    key,
    pages: pages.filter(({ word }) => !word || can(word)),
  })).filter(({ pages }) => pages.length > 0);

  return (
    <Stack gap="sm">
      {groups.map(({ key, pages }) => (
        <Box key={key}>
          <Text size="xs" fw={600} c="dimmed" tt="uppercase" px="sm" pb={4} lts={0.4}>
            {t(`groups.${key}`)}
          </Text>
          {pages.map(({ to, key, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(`pages.${key}`)}
              description={big ? t(`abouts.${key}`) : undefined}
              leftSection={<Icon size={big ? 22 : 18} aria-hidden />}
              active={pathname === to || pathname.startsWith(`${to}/`)}
              styles={{ root: { borderRadius: "var(--mantine-radius-md)" } }}
              py={big ? "sm" : 6}
            />
          ))}
        </Box>
      ))}
    </Stack>
  );
}
