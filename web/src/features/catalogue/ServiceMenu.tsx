import {
  IconArchive,
  IconArchiveOff,
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { RowMenu } from "../../parts/RowMenu";
import { confirm } from "../../parts/confirm";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";

interface Props {
  service: Schemas["Service"];
  onUp?: () => void;
  onDown?: () => void;
  /** After it is gone. */
  onDeleted?: () => void;
}

/** What can be done with a service. */
export function ServiceMenu({ service, onUp, onDown, onDeleted }: Props) {
  const { t } = useTranslation(["catalogue", "common"]);
  const { can } = useWho();
  const navigate = useNavigate();
  const { run } = useAction("/services");
  const { id, name, archived_at } = service;
  const path = { params: { path: { id } } };

  const archive = () =>
    run({ send: () => api.POST("/services/{id}/archive", path), done: t("archived_done", { name }) });
  const restore = () =>
    run({ send: () => api.POST("/services/{id}/restore", path), done: t("restored_done", { name }) });
  const remove = () =>
    confirm({
      title: t("delete_title", { name }),
      text: t("services.delete_text"),
      confirm: t("common:delete"),
      onConfirm: () =>
        run({
          send: () => api.DELETE("/services/{id}", path),
          done: t("deleted_done", { name }),
          then: () => onDeleted?.(),
        }),
    });
  const open = () => void navigate({ to: "/catalogue/services/$id", params: { id } });
  const copy = () => void navigate({ to: "/catalogue/services/new", search: { like: id } });

  return (
    <RowMenu
      label={t("actions_of", { name })}
      actions={[
        can("services:update") && {
          label: t("common:edit"),
          icon: <IconPencil size={16} aria-hidden />,
          onClick: open,
        },
        can("services:create") && {
          label: t("services.duplicate"),
          icon: <IconCopy size={16} aria-hidden />,
          onClick: copy,
        },
        onUp !== undefined && {
          label: t("move_up"),
          icon: <IconArrowUp size={16} aria-hidden />,
          onClick: onUp,
        },
        onDown !== undefined && {
          label: t("move_down"),
          icon: <IconArrowDown size={16} aria-hidden />,
          onClick: onDown,
        },
        can("services:update") &&
          (archived_at
            ? { label: t("common:restore"), icon: <IconArchiveOff size={16} aria-hidden />, onClick: restore }
            : { label: t("common:archive"), icon: <IconArchive size={16} aria-hidden />, onClick: archive }),
        can("services:delete") && {
          label: t("common:delete"),
          icon: <IconTrash size={16} aria-hidden />,
          danger: true,
          onClick: remove,
        },
      ]}
    />
  );
}
