import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useFormat, useWho } from "../../parts/who";
import { FreeTimes } from "./FreeTimes";
import type { Move, Refused } from "./useMove";

interface Props {
  of: Refused | null;
  onMove: (move: Move) => void;
  onClose: () => void;
}

/** Why a booking went back to where it was, and the free times it can have instead. */
export function Conflict({ of, onMove, onClose }: Props) {
  const { t } = useTranslation(["calendar", "common"]);
  return (
    <Modal
      opened={of !== null}
      onClose={onClose}
      title={t("conflict.title")}
      styles={{ title: { fontWeight: 600 } }}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      {of && <Choices of={of} onMove={onMove} onClose={onClose} />}
    </Modal>
  );
}

function Choices({ of: { move, problem }, onMove, onClose }: Props & { of: Refused }) {
  const { t } = useTranslation("calendar");
  const { can } = useWho();
  const format = useFormat();
  const { booking } = move;
  const was = `${format.day(booking.starts_at)}, ${format.time(booking.starts_at)}`;
  return (
    <Stack>
      <div>
        <Text>{problem.detail}</Text>
        {problem.errors.map(({ field, message }) => (
          <Text key={field}>{message}</Text>
        ))}
        <Text c="dimmed" size="sm" mt={4}>
          {t("conflict.stays", { client: booking.client.name, when: was })}
        </Text>
      </div>
      <FreeTimes of={{ move, problem }} onPick={(startsAt) => onMove({ ...move, startsAt })} />
      <Group justify="flex-end">
        {can("bookings:override") && !move.override && (
          <Button variant="subtle" onClick={() => onMove({ ...move, override: true })}>
            {t("conflict.anyway")}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t("conflict.leave")}
        </Button>
      </Group>
    </Stack>
  );
}
