import {
  IconAdjustments,
  IconBuildingStore,
  IconCategory,
  IconClockPlay,
  IconDatabaseExport,
  IconHistory,
  IconRotateClockwise,
  IconStack2,
} from "@tabler/icons-react";

/** The console's rooms in the order of the menu. */
export const ROOMS = [
  { to: "/operator", key: "companies", icon: IconBuildingStore },
  { to: "/operator/queues", key: "queues", icon: IconStack2 },
  { to: "/operator/jobs", key: "jobs", icon: IconRotateClockwise },
  { to: "/operator/schedules", key: "schedules", icon: IconClockPlay },
  { to: "/operator/backups", key: "backups", icon: IconDatabaseExport },
  { to: "/operator/service-types", key: "service_types", icon: IconCategory },
  { to: "/operator/settings", key: "settings", icon: IconAdjustments },
  { to: "/operator/log", key: "log", icon: IconHistory },
] as const;
