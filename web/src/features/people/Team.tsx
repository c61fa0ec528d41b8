import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { type RoomTab, RoomTabs } from "../../parts/RoomTabs";
import { useWho } from "../../parts/who";

/** Who works here, and when. */
export function Team() {
  const { t } = useTranslation(["people", "shifts", "common"]);
  const { can } = useWho();
  const tabs: (RoomTab | false)[] = [
    can("staff:read") && { to: "/team", label: t("staff.title") },
    can("shifts:read") && { to: "/team/shifts", label: t("shifts:title") },
    can("time_off:read") && { to: "/team/time-off", label: t("time_off.title") },
    can("staff:read") && { to: "/team/holidays", label: t("holidays.title") },
    can("time_entries:read") && { to: "/team/time-entries", label: t("time_entries.title") },
  ];
  return (
    <>
      <RoomTabs label={t("common:nav.team")} tabs={tabs.filter((tab) => tab !== false)} />
      <Outlet />
    </>
  );
}
