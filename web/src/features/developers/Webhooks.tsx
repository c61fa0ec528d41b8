import { Badge, Button, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useFormat, useWho } from "../../parts/who";
import { SecretDialog } from "./SecretDialog";
import { WebhookForm } from "./WebhookForm";

type Webhook = Schemas["Webhook"];

/** Who else is told what happens in the company. */
export function Webhooks() {
  const { t } = useTranslation(["developers", "common"]);
  const { can } = useWho();
  const navigate = useNavigate();
  const [adding, dialog] = useDisclosure();
  const [made, setMade] = useState<Schemas["MadeWebhook"]>();
  const rows = $api.useInfiniteQuery("get", "/webhooks", { params: { query: { limit: 25 } } }, paged);
  const add = can("webhooks:create") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={dialog.open}>
      {t("hooks.add")}
    </Button>
  );
  return (
    <Page title={t("hooks.title")} about={t("hooks.about")} actions={add}>
      <Listing
        label={t("hooks.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns()}
        empty={
          <Empty icon={<IconWebhook />} title={t("hooks.none")} text={t("hooks.none_text")} action={add} />
        }
      />
      <Modal
        opened={adding}
        onClose={dialog.close}
        title={t("hooks.add")}
        size="lg"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <WebhookForm
          onMade={(made) => {
            dialog.close();
            setMade(made);
          }}
          onSaved={dialog.close}
        />
      </Modal>
      <SecretDialog
        title={t("hooks.made")}
        text={t("hooks.made_text")}
        label={t("hooks.secret")}
        secret={made?.secret}
        onClose={() => {
          const id = made?.webhook.id;
          setMade(undefined);
          if (id) void navigate({ to: "/settings/webhooks/$id", params: { id } });
        }}
      />
    </Page>
  );
}

function useColumns(): Column<Webhook>[] {
  const { t } = useTranslation("developers");
  const format = useFormat();
  return [
    {
      key: "url",
      title: t("hooks.url"),
      cell: ({ id, url, description }) => (
        <Stack gap={0}>
          <TextLink
            to="/settings/webhooks/$id"
            params={{ id }}
            fw={500}
            size="sm"
            style={{ overflowWrap: "anywhere" }}
          >
            {description || url}
          </TextLink>
          {description && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {url}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      key: "events",
      title: t("hooks.events"),
      cell: ({ event_types }) =>
        event_types.length === 0 ? t("hooks.every") : t("hooks.kinds", { count: event_types.length }),
    },
    { key: "state", title: t("hooks.state"), cell: (webhook) => <WebhookState webhook={webhook} /> },
    { key: "since", title: t("hooks.since"), cell: ({ created_at }) => format.date(created_at) },
  ];
}

/** Whether an endpoint is sent anything, and whether that arrives. */
export function WebhookState({ webhook: { enabled, failing_since } }: { webhook: Webhook }) {
  const { t } = useTranslation("developers");
  const [color, word] = !enabled
    ? (["gray", "disabled"] as const)
    : failing_since
      ? (["red", "failing"] as const)
      : (["teal", "enabled"] as const);
  return (
    <Badge variant="light" tt="none" fw={600} color={color}>
      {t(`hooks.states.${word}`)}
    </Badge>
  );
}
