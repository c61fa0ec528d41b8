import { IconArchive, IconArchiveOff, IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { operatorApi } from "../../api/operator";
import { confirm } from "../../parts/confirm";
import { RowMenu } from "../../parts/RowMenu";
import { useAction } from "../../parts/useAction";

interface Props {
  type: Schemas["ServiceType"];
  onEdit: () => void;
}

/** What can be done with a service type as it stands. */
export function ServiceTypeActions({ type: { id, name, archived_at }, onEdit }: Props) {
  const { t } = useTranslation(["operator", "common"]);
  const { run } = useAction("/platform/service-types", "/platform/actions");
  const params = { params: { path: { id } } };
  return (
    <RowMenu
      label={t("types.actions_of", { name })}
      actions={[
        { label: t("common:edit"), icon: <IconPencil size={16} aria-hidden />, onClick: onEdit },
        !archived_at && {
          label: t("common:archive"),
          icon: <IconArchive size={16} aria-hidden />,
          onClick: () =>
            run({ send: () => operatorApi.POST("/platform/service-types/{id}/archive", params) }),
        },
        Boolean(archived_at) && {
          label: t("common:restore"),
          icon: <IconArchiveOff size={16} aria-hidden />,
          onClick: () =>
            run({ send: () => operatorApi.POST("/platform/service-types/{id}/restore", params) }),
        },
        {
          label: t("common:delete"),
          icon: <IconTrash size={16} aria-hidden />,
          danger: true,
          onClick: () =>
            confirm({
              title: t("types.delete_title", { name }),
              text: t("types.delete_text"),
              confirm: t("common:delete"),
              onConfirm: () =>
                run({ send: () => operatorApi.DELETE("/platform/service-types/{id}", params) }),
            }),
        },
      ]}
    />
  );
}
