import { useTranslation } from "react-i18next";

import { RoomTabs } from "../../parts/RoomTabs";

/** The parts of the room of reports. */
export function ReportTabs() {
  const { t } = useTranslation("reports");
  return (
    <RoomTabs
      label={t("title")}
      tabs={[
        { to: "/reports", label: t("tabs.overview") },
        { to: "/reports/all", label: t("tabs.all") },
        { to: "/reports/schedules", label: t("tabs.schedules") },
      ]}
    />
  );
}
