import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";

interface Props {
  client: Schemas["Client"];
  onClose: () => void;
}

/** Forgets who a client was: nothing brings it back, so the name has to be typed. */
export function EraseClient({ client: { id, name }, onClose }: Props) {
  const { t } = useTranslation(["clients", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm({ initialValues: { typed: "" } }, async () => {
    await must(api.POST("/clients/{id}/erase", { params: { path: { id } } }));
    await stale(queries, "/clients", "/bookings");
    tell(t("erase.done"));
    onClose();
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("erase.title", { name })}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Alert color="red" icon={<IconAlertTriangle />}>
            {t("erase.text")}
          </Alert>
          <Refusal of={refusal} />
          <TextInput
            label={t("erase.type", { name })}
            autoComplete="off"
            data-autofocus
            {...form.getInputProps("typed")}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("common:back")}
            </Button>
            <Button
              type="submit"
              color="red"
              loading={sending}
              disabled={form.values.typed.trim() !== name.trim()}
            >
              {t("erase.button")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
