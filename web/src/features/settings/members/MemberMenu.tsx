import { Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconEraser, IconPencil, IconPlayerPause, IconPlayerPlay, IconUserMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../../api/client";
import { confirm } from "../../../parts/confirm";
import { RowMenu } from "../../../parts/RowMenu";
import { useAction } from "../../../parts/useAction";
import { useWho } from "../../../parts/who";
import { MemberForm } from "./MemberForm";

/** What can be done with a member. */
export function MemberMenu({ member }: { member: Schemas["Member"] }) {
  const { t } = useTranslation(["settings", "common"]);
  const { can, me } = useWho();
  const { run } = useAction("/members", "/invitations", "/staff");
  const [editing, dialog] = useDisclosure();
  const { id, name, status, user_id, erased_at } = member;
  const params = { path: { id } };
  const update = can("members:update");
  const other = user_id !== me.id;

  const suspend = () =>
    confirm({
      title: t("members.suspend_ask", { name }),
      text: t("members.suspend_text"),
      confirm: t("members.suspend"),
      onConfirm: () => run({ send: () => api.POST("/members/{id}/suspend", { params }) }),
    });
  const remove = () =>
    confirm({
      title: t("members.remove_ask", { name }),
      text: t("members.remove_text"),
      confirm: t("common:remove"),
      onConfirm: () => run({ send: () => api.DELETE("/members/{id}", { params }) }),
    });
  const erase = () =>
    confirm({
      title: t("members.erase_ask", { name }),
      text: t("members.erase_text"),
      confirm: t("members.erase"),
      onConfirm: () => run({ send: () => api.POST("/members/{id}/erase", { params }) }),
    });

  return (
    <>
      <RowMenu
        label={t("members.actions", { name })}
        actions={[
          update &&
            status !== "removed" && {
              label: t("common:edit"),
              icon: <IconPencil size={16} aria-hidden />,
              onClick: dialog.open,
            },
          update &&
            other &&
            status === "active" && {
              label: t("members.suspend"),
              icon: <IconPlayerPause size={16} aria-hidden />,
              onClick: suspend,
            },
          update &&
            status === "suspended" && {
              label: t("members.reactivate"),
              icon: <IconPlayerPlay size={16} aria-hidden />,
              onClick: () =>
                run({
                  send: () => api.POST("/members/{id}/reactivate", { params }),
                  done: t("members.reactivated", { name }),
                }),
            },
          update &&
            other &&
            status !== "removed" && {
              label: t("common:remove"),
              icon: <IconUserMinus size={16} aria-hidden />,
              danger: true,
              onClick: remove,
            },
          can("members:erase") &&
            status === "removed" &&
            !erased_at && {
              label: t("members.erase"),
              icon: <IconEraser size={16} aria-hidden />,
              danger: true,
              onClick: erase,
            },
        ]}
      />
      <Modal
        opened={editing}
        onClose={dialog.close}
        title={name}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <MemberForm member={member} onSaved={dialog.close} />
      </Modal>
    </>
  );
}
