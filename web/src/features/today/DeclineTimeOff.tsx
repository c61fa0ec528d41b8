import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";

interface Props {
  request: Schemas["TimeOff"];
  onClose: () => void;
}

/** Says why time off is not given. */
export default function DeclineTimeOff({ request: { id, staff_name }, onClose }: Props) {
  const { t } = useTranslation(["today", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm({ initialValues: { reason: "" } }, async (body) => {
    await must(api.POST("/time-off/{id}/decline", { params: { path: { id } }, body }));
    await stale(queries, "/time-off");
    tell(t("time_off.declined"));
    onClose();
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("time_off.decline_title", { name: staff_name })}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Refusal of={refusal} />
          <Textarea
            label={t("time_off.reason")}
            required
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
            {...form.getInputProps("reason")}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("common:back")}
            </Button>
            <Button type="submit" color="red" loading={sending}>
              {t("time_off.decline")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
