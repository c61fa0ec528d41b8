import { useMantineTheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Page } from "../../parts/Page";
import { SettingsMenu } from "./SettingsMenu";

/** What can be set. Where the list stands beside every page anyway, its first page. */
export function SettingsIndex() {
  const { t } = useTranslation("settings");
  const { breakpoints } = useMantineTheme();
  const wide = useMediaQuery(`(min-width: ${breakpoints.md})`, false, { getInitialValueInEffect: false });
  if (wide) return <Navigate to="/settings/account" replace />;
  return (
    <Page title={t("title")}>
      <nav aria-label={t("title")}>
        <SettingsMenu big />
      </nav>
    </Page>
  );
}
