import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useFormat } from "../../parts/who";
import type { Booking } from "./rules";
import { change, useChanged } from "./useChange";

/** What is not done without being asked why. */
export type Reasoned = "decline" | "cancel" | "no_show";

interface Props {
  booking: Booking;
  action: Reasoned;
  onClose: () => void;
}

/** Asks once, and why, before a booking is given up. */
export function BecauseModal({ booking, action, onClose }: Props) {
  const { t } = useTranslation(["bookings", "common"]);
  const format = useFormat();
  const changed = useChanged();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { reason: "" } },
    async ({ reason }) => {
      const done = await change[action](booking.id, reason.trim() || null);
      await changed(done);
      tell(t(`became.${done.status}`));
      onClose();
    },
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`because.${action}`, { client: booking.client.name })}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            {booking.service.name}, {format.day(booking.starts_at)}, {format.time(booking.starts_at)}.{" "}
            {t(`because.${action}_text`)}
          </Text>
          <Refusal of={refusal} />
          <Textarea
            label={t("because.reason")}
            description={t("because.reason_hint")}
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
              {t(`because.${action}_button`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
