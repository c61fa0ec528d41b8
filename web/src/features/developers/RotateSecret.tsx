import { Button, Modal, NumberInput, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { SecretDialog } from "./SecretDialog";

interface Props {
  id: string;
  opened: boolean;
  onClose: () => void;
}

/** An endpoint gets another secret; the one before holds for a while. */
export function RotateSecret({ id, opened, onClose }: Props) {
  const { t } = useTranslation(["developers", "common"]);
  const queries = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { keep_previous_hours: 24 } },
    async (body) => {
      const rotated = await must(
        api.POST("/webhooks/{id}/rotate-secret", { params: { path: { id } }, body }),
      );
      onClose();
      setSecret(rotated.secret);
      await stale(queries, "/webhooks");
    },
  );
  return (
    <>
      <Modal
        opened={opened}
        onClose={onClose}
        title={t("hooks.rotate")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <form onSubmit={submit}>
          <Stack>
            <Refusal of={refusal} />
            <Text size="sm">{t("hooks.rotate_about")}</Text>
            <NumberInput
              label={t("hooks.rotate_keep")}
              min={0}
              max={168}
              allowDecimal={false}
              data-autofocus
              {...form.getInputProps("keep_previous_hours")}
            />
            <Button type="submit" loading={sending}>
              {t("hooks.rotate")}
            </Button>
          </Stack>
        </form>
      </Modal>
      <SecretDialog
        title={t("hooks.rotated")}
        text={t("hooks.made_text")}
        label={t("hooks.secret")}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </>
  );
}
