import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconRepeat,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { confirm } from "../../parts/confirm";
import { RowMenu } from "../../parts/RowMenu";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { ReplayForm } from "./ReplayForm";
import { RotateSecret } from "./RotateSecret";
import { WebhookForm } from "./WebhookForm";

/** What can be done with an endpoint. */
export function WebhookActions({ webhook }: { webhook: Schemas["Webhook"] }) {
  const { t } = useTranslation(["developers", "common"]);
  const { can } = useWho();
  const navigate = useNavigate();
  const { run, busy } = useAction("/webhooks");
  const [editing, editor] = useDisclosure();
  const [rotating, rotation] = useDisclosure();
  const [replaying, replay] = useDisclosure();
  const { id, enabled, version, url, description } = webhook;
  const path = { id };
  const name = description || url;
  const update = can("webhooks:update");
  const close = { "aria-label": t("common:close") };

  const toggle = () =>
    run({
      send: () =>
        api.PATCH("/webhooks/{id}", {
          params: { path, header: ifMatch(version) },
          body: { enabled: !enabled },
        }),
      done: enabled ? t("hooks.was_disabled") : t("hooks.was_enabled"),
    });
  const remove = () =>
    confirm({
      title: t("hooks.delete_ask", { name }),
      text: t("hooks.delete_text"),
      confirm: t("common:delete"),
      onConfirm: () =>
        run({
          send: () => api.DELETE("/webhooks/{id}", { params: { path } }),
          then: () => void navigate({ to: "/settings/webhooks" }),
        }),
    });

  return (
    <>
      {update && enabled && (
        <Button
          variant="default"
          leftSection={<IconSend size={16} aria-hidden />}
          loading={busy}
          onClick={() =>
            run({
              send: () => api.POST("/webhooks/{id}/test", { params: { path } }),
              done: t("hooks.test_sent"),
            })
          }
        >
          {t("hooks.test")}
        </Button>
      )}
      <RowMenu
        label={t("hooks.actions", { name })}
        actions={[
          update && {
            label: t("common:edit"),
            icon: <IconPencil size={16} aria-hidden />,
            onClick: editor.open,
          },
          update && {
            label: enabled ? t("hooks.disable") : t("hooks.enable"),
            icon: enabled ? (
              <IconPlayerPause size={16} aria-hidden />
            ) : (
              <IconPlayerPlay size={16} aria-hidden />
            ),
            onClick: toggle,
          },
          update &&
            enabled && {
              label: t("hooks.replay_since"),
              icon: <IconRepeat size={16} aria-hidden />,
              onClick: replay.open,
            },
          update && {
            label: t("hooks.rotate"),
            icon: <IconRefresh size={16} aria-hidden />,
            onClick: rotation.open,
          },
          can("webhooks:delete") && {
            label: t("common:delete"),
            icon: <IconTrash size={16} aria-hidden />,
            danger: true,
            onClick: remove,
          },
        ]}
      />
      <Modal
        opened={editing}
        onClose={editor.close}
        title={t("common:edit")}
        size="lg"
        closeButtonProps={close}
      >
        <WebhookForm webhook={webhook} onSaved={editor.close} />
      </Modal>
      <Modal
        opened={replaying}
        onClose={replay.close}
        title={t("hooks.replay_since")}
        closeButtonProps={close}
      >
        <ReplayForm id={id} onDone={replay.close} />
      </Modal>
      <RotateSecret id={id} opened={rotating} onClose={rotation.close} />
    </>
  );
}
