import {
  IconAdjustments,
  IconBell,
  IconBuildingStore,
  IconHistory,
  IconKey,
  IconMailCog,
  IconMessages,
  IconPalette,
  IconShieldLock,
  IconTemplate,
  IconUserCircle,
  IconUsers,
  IconWebhook,
} from "@tabler/icons-react";

/** The pages of the settings, each with the word that lets somebody in (none: everybody). */
export const ROOMS = [
  {
    key: "you",
    pages: [{ to: "/settings/account", key: "account", icon: IconUserCircle, word: undefined }],
  },
  {
    key: "company",
    pages: [
      { to: "/settings/company", key: "company", icon: IconBuildingStore, word: "company:update" },
      { to: "/settings/branding", key: "branding", icon: IconPalette, word: "company:update" },
      { to: "/settings/booking", key: "booking", icon: IconAdjustments, word: "company:update" },
    ],
  },
  {
    key: "people",
    pages: [
      { to: "/settings/members", key: "members", icon: IconUsers, word: "members:read" },
      { to: "/settings/roles", key: "roles", icon: IconShieldLock, word: "roles:read" },
      { to: "/settings/audit", key: "audit", icon: IconHistory, word: "audit:read" },
    ],
  },
  {
    key: "messages",
    pages: [
      { to: "/settings/messages", key: "messages", icon: IconMessages, word: "messages:read" },
      { to: "/settings/reminders", key: "reminders", icon: IconBell, word: "company:update" },
      { to: "/settings/templates", key: "templates", icon: IconTemplate, word: "templates:read" },
      { to: "/settings/mail-server", key: "mail_server", icon: IconMailCog, word: "mail_server:read" },
    ],
  },
  {
    key: "developers",
    pages: [
      { to: "/settings/api-keys", key: "api_keys", icon: IconKey, word: "api_keys:read" },
      { to: "/settings/webhooks", key: "webhooks", icon: IconWebhook, word: "webhooks:read" },
    ],
  },
] as const;
