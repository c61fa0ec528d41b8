import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { TextLink } from "../../parts/links";
import { Section } from "../../parts/Section";
import { Failure } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useFormat, useWho } from "../../parts/who";
import { BecauseModal } from "../bookings/drawers";
import { type Booking, actionsOf } from "../bookings/rules";
import { change, useChange } from "../bookings/useChange";
import { useNow } from "../bookings/useNow";

const SHOWN = 5;

/** Bookings that somebody has to confirm or decline before they let go of their time. */
export function Waiting({ onShow }: { onShow: (booking: string) => void }) {
  const { t } = useTranslation(["today", "bookings"]);
  const [declined, setDeclined] = useState<Booking | null>(null);
  const now = useNow();
  const [since] = useState(() => new Date(now).toISOString());
  const pending = $api.useQuery("get", "/bookings", {
    params: { query: { status: "pending", from: since, limit: 25 } },
  });
  if (pending.isError) {
    return (
      <Section title={t("waiting.title")}>
        <Failure of={pending.error} retry={() => void pending.refetch()} />
      </Section>
    );
  }
  const waiting = (pending.data?.data ?? []).filter(
    ({ expires_at }) => !expires_at || Date.parse(expires_at) > now,
  );
  if (waiting.length === 0) return null;
  return (
    <Section title={t("waiting.count", { count: waiting.length })}>
      <Stack component="ul" gap="md" m={0} p={0}>
        {waiting.slice(0, SHOWN).map((booking) => (
          <One key={booking.id} booking={booking} now={now} onShow={onShow} onDecline={setDeclined} />
        ))}
      </Stack>
      {waiting.length > SHOWN && (
        <TextLink to="/bookings" search={{ status: "pending" }} size="sm" mt="sm" display="inline-block">
          {t("waiting.all")}
        </TextLink>
      )}
      {declined && <BecauseModal booking={declined} action="decline" onClose={() => setDeclined(null)} />}
    </Section>
  );
}

interface OneProps {
  booking: Booking;
  now: number;
  onShow: (booking: string) => void;
  onDecline: (booking: Booking) => void;
}

function One({ booking, now, onShow, onDecline }: OneProps) {
  const { t } = useTranslation(["today", "bookings"]);
  const { can } = useWho();
  const format = useFormat();
  const { mutate, isPending } = useChange(() => tell(t("bookings:became.confirmed")));
  const legal = actionsOf(booking, can, now);
  const { client, service, starts_at, expires_at } = booking;
  return (
    <Stack component="li" gap={6} style={{ listStyle: "none" }}>
      <div>
        <Anchor component="button" type="button" fw={600} size="sm" onClick={() => onShow(booking.id)}>
          {client.name}
        </Anchor>
        <Text size="sm">
          {service.name} · {format.day(starts_at)}, {format.time(starts_at)}
        </Text>
        {expires_at && (
          <Text size="xs" c="dimmed">
            {t("waiting.expires", { when: format.ago(expires_at, now) })}
          </Text>
        )}
      </div>
      {legal.includes("confirm") && (
        <Group gap="xs">
          <Button
            size="xs"
            leftSection={<IconCheck size={14} aria-hidden />}
            loading={isPending}
            aria-label={`${t("bookings:action.confirm")}: ${client.name}`}
            onClick={() => mutate(() => change.confirm(booking.id))}
          >
            {t("bookings:action.confirm")}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconX size={14} aria-hidden />}
            aria-label={`${t("bookings:action.decline")}: ${client.name}`}
            onClick={() => onDecline(booking)}
          >
            {t("bookings:action.decline")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
