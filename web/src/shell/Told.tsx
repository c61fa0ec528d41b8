import { Box, Button, Group, ScrollArea, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../api/client";
import { stale } from "../api/stale";
import { paged } from "../parts/paged";
import { Empty, Failure, Loading } from "../parts/states";
import { useFormat } from "../parts/who";

type Notification = Schemas["Notification"];

/** Everything one has been told, newest first. */
export default function Told({ unread, onGo }: { unread: number; onGo: () => void }) {
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
