import { Anchor, Box, Group, Stack, Text } from "@mantine/core";
import { IconMail, IconPhone } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { TextLink } from "../../parts/links";
import { useFormat, useWho } from "../../parts/who";
import { addressLine } from "./address";
import type { Booking } from "./rules";

/** Who, what, where and for how much. */
export function BookingFacts({ booking }: { booking: Booking }) {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  const { can } = useWho();
  return (
    <Stack component="dl" gap="sm" m={0}>
      <Fact name={t("client")}>
        {can("clients:read") ? (
          <ClientContact id={booking.client.id} name={booking.client.name} />
        ) : (
          booking.client.name
        )}
      </Fact>
      <Fact name={t("items")}>
        {booking.items.map((item, index) => (
          <Group
            key={`${item.addon_id ?? item.service_id}-${index}`}
            justify="space-between"
            wrap="nowrap"
            gap="xs"
          >
            <Text size="sm" pl={item.addon_id ? "sm" : 0}>
              {item.addon_id ? `+ ${item.name}` : item.name}
            </Text>
            <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
              {format.duration(item.duration_minutes)}
            </Text>
          </Group>
        ))}
        <Group justify="space-between" wrap="nowrap" gap="xs" mt={4}>
          <Text size="sm" fw={600}>
            {t("total")}
          </Text>
          <Text size="sm" fw={600}>
            {format.money(booking.total)}
          </Text>
        </Group>
      </Fact>
      {booking.staff && <Fact name={t("staff")}>{booking.staff.name}</Fact>}
      {booking.location && booking.place === "location" && (
        <Fact name={t("location")}>{booking.location.name}</Fact>
      )}
      {booking.address && (
        <Fact name={t("address")}>
          <Anchor
            size="sm"
            href={`https://www.openstreetmap.org/search?query=${encodeURIComponent(addressLine(booking.address))}`}
            target="_blank"
            rel="noreferrer"
          >
            {addressLine(booking.address)}
          </Anchor>
        </Fact>
      )}
      {booking.asset && <Fact name={t("asset")}>{booking.asset.name}</Fact>}
      {booking.party_size > 1 && <Fact name={t("party")}>{format.number(booking.party_size)}</Fact>}
      {booking.express && <Fact name={t("express")}>{t("express_yes")}</Fact>}
      {booking.notes && (
        <Fact name={t("notes")}>
          <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
            {booking.notes}
          </Text>
        </Fact>
      )}
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Box component="dd" fz="sm" m={0}>
        {children}
      </Box>
    </div>
  );
}

/** The client's name, and how to reach them at once. */
function ClientContact({ id, name }: { id: string; name: string }) {
  const client = $api.useQuery("get", "/clients/{id}", { params: { path: { id } } });
  const { phone, email } = client.data ?? {};
  return (
    <>
      <TextLink to="/clients/$id" params={{ id }} fw={500} size="sm">
        {name}
      </TextLink>
      <Group gap="md">
        {phone && (
          <Anchor href={`tel:${phone}`} size="sm">
            <IconPhone size={14} aria-hidden /> {phone}
          </Anchor>
        )}
        {email && (
          <Anchor href={`mailto:${email}`} size="sm">
            <IconMail size={14} aria-hidden /> {email}
          </Anchor>
        )}
      </Group>
    </>
  );
}
