import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { type RoomTab, RoomTabs } from "../../parts/RoomTabs";
import { useWho } from "../../parts/who";

/** What the company offers, and with what and where it does it. */
export function Catalogue() {
  const { t } = useTranslation(["catalogue", "common"]);
  const { can } = useWho();
  const tabs: (RoomTab | false)[] = [
    can("services:read") && { to: "/catalogue", label: t("services.title") },
    can("services:read") && { to: "/catalogue/addons", label: t("addons.title") },
    can("services:read") && { to: "/catalogue/categories", label: t("categories.title") },
    can("resources:read") && { to: "/catalogue/resources", label: t("resources.title") },
    can("locations:read") && { to: "/catalogue/locations", label: t("locations.title") },
  ];
  return (
    <>
      <RoomTabs label={t("common:nav.catalogue")} tabs={tabs.filter((tab) => tab !== false)} />
      <Outlet />
    </>
  );
}
