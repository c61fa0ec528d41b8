import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../../api/client";
import { useWho } from "../../../parts/who";

const BUILT_IN = ["admin", "manager", "employee"] as const;
type BuiltIn = (typeof BUILT_IN)[number];

const isBuiltIn = (key: string): key is BuiltIn => BUILT_IN.some((role) => role === key);

/** What roles are called in the reader's language: those that every company has, and its own where they may see these. */
export function useRoles() {
  const { t } = useTranslation("settings");
  const { can } = useWho();
  const query = $api.useQuery("get", "/roles", {}, { enabled: can("roles:read") });
  const own = (query.data?.data ?? []).filter(({ built_in }) => !built_in);
  const nameOf = (key: string) =>
    isBuiltIn(key) ? t(`roles.built_in.${key}`) : (own.find((role) => role.key === key)?.name ?? key);
  const aboutOf = ({ key, permissions }: Schemas["CompanyRole"]) =>
    isBuiltIn(key) ? t(`roles.built_in_about.${key}`) : t("roles.may", { count: permissions.length });
  const choices = [...BUILT_IN, ...own.map(({ key }) => key)].map((key) => ({
    value: key,
    label: nameOf(key),
  }));
  return { query, nameOf, aboutOf, choices };
}
