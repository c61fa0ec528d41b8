import { ActionIcon, Alert, CopyButton, Group, Stack, Text, Title, Tooltip } from "@mantine/core";
import { IconCheck, IconClockExclamation, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useFormatIn } from "../../i18n/format";
import { useFormat, useWho } from "../../parts/who";
import { StatusBadge } from "./StatusBadge";
import type { Booking } from "./rules";

/** What a booking is, at a glance: when, of what, where it stands. */
export function BookingHead({ booking }: { booking: Booking }) {
  const { t } = useTranslation(["bookings", "common"]);
  const format = useFormat();
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap">
        <StatusBadge status={booking.status} />
        <Group gap={4} wrap="nowrap">
          <Text size="sm" c="dimmed" ff="monospace">
            {booking.reference}
          </Text>
          <CopyButton value={booking.reference}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? t("common:copied") : t("common:copy")}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  onClick={copy}
                  aria-label={copied ? t("common:copied") : t("panel.copy_reference")}
                >
                  {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </Group>
      </Group>
      <Title order={3} size="h3">
        {format.day(booking.starts_at)}, {format.time(booking.starts_at)}–{format.time(booking.ends_at)}
      </Title>
      <Text>
        {booking.service.name} · {booking.client.name}
      </Text>
      <Elsewhere booking={booking} />
      {booking.status === "pending" && booking.expires_at && (
        <Alert color="orange" variant="light" icon={<IconClockExclamation />} p="xs">
          {t("panel.expires", { when: format.ago(booking.expires_at) })}
        </Alert>
      )}
    </Stack>
  );
}

/** The time by the clock it was booked by, where that is not the company's. */
function Elsewhere({ booking }: { booking: Booking }) {
  const { t } = useTranslation("bookings");
  const there = useFormatIn(booking.time_zone);
  if (booking.time_zone === useWho().company.time_zone) return null;
  return (
    <Text size="sm" c="dimmed">
      {t("panel.elsewhere", { time: there.dateTime(booking.starts_at), zone: there.zoneName() })}
    </Text>
  );
}
