import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../../api/client";
import { Page } from "../../../parts/Page";
import { Failure, Loading } from "../../../parts/states";
import { useWho } from "../../../parts/who";
import { RoleForm } from "./RoleForm";
import { useRoles } from "./useRoles";

/** A role, to be looked at or changed. */
export function RolePage() {
  const { t } = useTranslation("settings");
  const { can } = useWho();
  const { key } = useParams({ from: "/desk/settings/roles/$key" });
  const { query, nameOf, aboutOf } = useRoles();
  const role = query.data?.data.find((role) => role.key === key);
  const readOnly = !role?.id || !can("roles:update");
  return (
    <Page title={role ? nameOf(key) : t("pages.roles")} about={role?.built_in ? aboutOf(role) : undefined}>
      <Ready>
        {(vocabulary, roles) => {
          const role = roles.find((role) => role.key === key);
          return role ? (
            <RoleForm key={key} role={role} vocabulary={vocabulary} readOnly={readOnly} />
          ) : (
            <Failure of={{ code: "not_found", status: 404, detail: t("roles.gone"), errors: [] }} />
          );
        }}
      </Ready>
    </Page>
  );
}

/** A role is made, perhaps like another one. */
export function NewRolePage() {
  const { t } = useTranslation("settings");
  const { like } = useSearch({ from: "/desk/settings/new-role" });
  return (
    <Page title={t("roles.add")} about={t("roles.add_about")}>
      <Ready>
        {(vocabulary, roles) => (
          <RoleForm vocabulary={vocabulary} like={roles.find((role) => role.key === like)} />
        )}
      </Ready>
    </Page>
  );
}

interface ReadyProps {
  children: (vocabulary: Schemas["PermissionWord"][], roles: Schemas["CompanyRole"][]) => React.ReactNode;
}

function Ready({ children }: ReadyProps) {
  const words = $api.useQuery("get", "/permissions");
  const { query } = useRoles();
  const error = words.error ?? query.error;
  if (error) return <Failure of={error} retry={() => void Promise.all([words.refetch(), query.refetch()])} />;
  if (!words.data || !query.data) return <Loading />;
  return children(words.data.data, query.data.data);
}
