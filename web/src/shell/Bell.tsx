import {
  ActionIcon,
  Box,
  Button,
  Group,
  Indicator,
  Popover,
  ScrollArea,
  Stack,
  Text,
  UnstyledButton,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../api/client";
import { stale } from "../api/stale";
import { paged } from "../parts/Listing";
import { Empty, Failure, Loading } from "../parts/states";
import { useFormat } from "../parts/who";

type Notification = Schemas["Notification"];

/** What one has been told: how much of it is unread, and all of it. */
export function Bell() {
  const { t } = useTranslation();
  const [opened, panel] = useDisclosure();
  const unread = $api.useQuery("get", "/notifications/unread").data?.unread ?? 0;
  return (
    <Popover width={360} position="bottom-end" shadow="md" opened={opened} onChange={panel.toggle} trapFocus>
      <Popover.Target>
        <Indicator disabled={unread === 0} label={unread > 99 ? "99+" : unread} size={16} offset={4}>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="inherit"
            size="lg"
            onClick={panel.toggle}
            aria-label={unread > 0 ? t("notifications_unread", { count: unread }) : t("notifications")}
          >
            <IconBell size={20} aria-hidden />
          </ActionIcon>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("notifications")}>
        {opened && <Told unread={unread} onGo={panel.close} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Told({ unread, onGo }: { unread: number; onGo: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const list = $api.useInfiniteQuery("get", "/notifications", { params: { query: { limit: 20 } } }, paged);
  const onSuccess = () => stale(queries, "/notifications");
  const readAll = $api.useMutation("post", "/notifications/read-all", { onSuccess });
  const read = $api.useMutation("post", "/notifications/{id}/read", { onSuccess });

  const open = ({ id, booking_id, read_at }: Notification) => {
    if (!read_at) read.mutate({ params: { path: { id } } });
    if (booking_id) void navigate({ to: "/bookings", search: { booking: booking_id } });
    onGo();
  };

  if (list.isPending) return <Loading />;
  if (list.isError) return <Failure of={list.error} retry={() => void list.refetch()} />;
  const all = list.data.pages.flatMap(({ data }) => data);
  if (all.length === 0) return <Empty icon={<IconBell />} title={t("notifications_none")} />;
  return (
    <Stack gap={0}>
      <Group justify="space-between" px="sm" py="xs">
        <Text fw={600}>{t("notifications")}</Text>
        <Button size="compact-xs" variant="subtle" disabled={unread === 0} onClick={() => readAll.mutate({})}>
          {t("notifications_read_all")}
        </Button>
      </Group>
      <ScrollArea.Autosize mah={420}>
        {all.map((notification) => (
          <One key={notification.id} notification={notification} onOpen={open} />
        ))}
        {list.hasNextPage && (
          <Button fullWidth variant="subtle" radius={0} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
      </ScrollArea.Autosize>
    </Stack>
  );
}

function One({ notification, onOpen }: { notification: Notification; onOpen: (one: Notification) => void }) {
  const format = useFormat();
  return (
    <UnstyledButton w="100%" px="sm" py="xs" onClick={() => onOpen(notification)}>
      <Box
        pl="xs"
        bd={0}
        style={{
          borderInlineStart: `3px solid ${notification.read_at ? "transparent" : "var(--mantine-primary-color-filled)"}`,
        }}
      >
        <Text size="sm">{notification.text}</Text>
        <Text size="xs" c="dimmed">
          {format.ago(notification.created_at)}
        </Text>
      </Box>
    </UnstyledButton>
  );
}
