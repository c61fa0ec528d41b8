import { Box, Flex, ScrollArea } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Outlet, useLocation } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";

import { TextLink } from "../../parts/links";
import { Loading } from "../../parts/states";
import { SettingsMenu } from "./SettingsMenu";

/** The settings: their pages beside each other; on a narrow screen one after the other. */
export function Settings() {
  const { t } = useTranslation(["settings", "common"]);
  const { pathname } = useLocation();
  return (
    <Flex gap="xl" align="flex-start">
      <Box
        component="nav"
        aria-label={t("title")}
        visibleFrom="md"
        w={210}
        style={{ flexShrink: 0, position: "sticky", top: 72 }}
      >
        <ScrollArea.Autosize mah="calc(100vh - 88px)" offsetScrollbars="y" scrollbarSize={6}>
          <SettingsMenu />
        </ScrollArea.Autosize>
      </Box>
      <Box flex={1} miw={0} maw={1000}>
        {pathname.replace(/\/$/, "") !== "/settings" && (
          <TextLink to="/settings" hiddenFrom="md" size="sm" mb="xs" display="inline-block">
            <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: "-2px" }} /> {t("title")}
          </TextLink>
        )}
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </Box>
    </Flex>
  );
}
