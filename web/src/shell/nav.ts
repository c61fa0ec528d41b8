import {
  IconCalendar,
  IconCalendarUser,
  IconChartBar,
  IconHome,
  IconListDetails,
  IconSettings,
  IconTags,
  IconUsers,
} from "@tabler/icons-react";

/** The desk's rooms in the order of the menu, each with the word that lets somebody in (none: everybody). */
export const ROOMS = [
  { to: "/", key: "nav.today", icon: IconHome, word: undefined },
  { to: "/calendar", key: "nav.calendar", icon: IconCalendar, word: "bookings:read" },
  { to: "/bookings", key: "nav.bookings", icon: IconListDetails, word: "bookings:read" },
  { to: "/clients", key: "nav.clients", icon: IconUsers, word: "clients:read" },
  { to: "/catalogue", key: "nav.catalogue", icon: IconTags, word: "services:read" },
  { to: "/team", key: "nav.team", icon: IconCalendarUser, word: "staff:read" },
  { to: "/reports", key: "nav.reports", icon: IconChartBar, word: "reports:read" },
  { to: "/settings", key: "nav.settings", icon: IconSettings, word: undefined },
] as const;
