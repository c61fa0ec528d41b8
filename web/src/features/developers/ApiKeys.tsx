import { Badge, Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { confirm } from "../../parts/confirm";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";
import { ApiKeyForm } from "./ApiKeyForm";
import { SecretDialog } from "./SecretDialog";

type ApiKey = Schemas["ApiKey"];

/** Programs that work in the company's name. */
export function ApiKeys() {
  const { t } = useTranslation(["developers", "common"]);
  const { can } = useWho();
  const [making, drawer] = useDisclosure();
  const [made, setMade] = useState<string>();
  const rows = $api.useInfiniteQuery("get", "/api-keys", { params: { query: { limit: 50 } } }, paged);
  const add = can("api_keys:update") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={drawer.open}>
      {t("keys.add")}
    </Button>
  );
  return (
    <Page title={t("keys.title")} about={t("keys.about")} actions={add}>
      <Listing
        label={t("keys.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns()}
        empty={<Empty icon={<IconKey />} title={t("keys.none")} text={t("keys.none_text")} action={add} />}
      />
      <Drawer
        opened={making}
        onClose={drawer.close}
        title={t("keys.add")}
        position="right"
        size="xl"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <ApiKeyForm
          onMade={({ key }) => {
            drawer.close();
            setMade(key);
          }}
        />
      </Drawer>
      <SecretDialog
        title={t("keys.made")}
        text={t("keys.made_text")}
        label={t("keys.key")}
        secret={made}
        onClose={() => setMade(undefined)}
      />
    </Page>
  );
}

function useColumns(): Column<ApiKey>[] {
  const { t } = useTranslation(["developers", "common"]);
  const format = useFormat();
  return [
    {
      key: "name",
      title: t("keys.name"),
      cell: ({ name, hint }) => (
        <Stack gap={0}>
          <Text size="sm" fw={500}>
            {name}
          </Text>
          <Text size="xs" c="dimmed" ff="monospace">
            fd_live_…{hint}
          </Text>
        </Stack>
      ),
    },
    {
      key: "permissions",
      title: t("keys.permissions"),
      cell: ({ permissions }) => t("keys.may", { count: permissions.length }),
    },
    { key: "member", title: t("keys.member"), cell: ({ member }) => member.name },
    {
      key: "used",
      title: t("keys.used"),
      cell: ({ last_used_at }) => (last_used_at ? format.ago(last_used_at) : t("keys.never")),
    },
    { key: "state", title: t("keys.state"), cell: (key) => <State apiKey={key} /> },
    { key: "revoke", title: t("common:actions"), align: "right", cell: (key) => <Revoke apiKey={key} /> },
  ];
}

function State({ apiKey: { revoked_at, expires_at } }: { apiKey: ApiKey }) {
  const { t } = useTranslation("developers");
  const format = useFormat();
  const [now] = useState(Date.now);
  if (revoked_at) {
    return (
      <Badge variant="light" tt="none" fw={600} color="gray">
        {t("keys.revoked")}
      </Badge>
    );
  }
  if (!expires_at)
    return (
      <Badge variant="light" tt="none" fw={600}>
        {t("keys.active")}
      </Badge>
    );
  const over = Date.parse(expires_at) <= now;
  return (
    <Group gap={6}>
      <Badge variant="light" tt="none" fw={600} color={over ? "gray" : "lagoon"}>
        {over ? t("keys.expired") : t("keys.active")}
      </Badge>
      {!over && (
        <Text size="xs" c="dimmed">
          {t("keys.until", { date: format.date(expires_at) })}
        </Text>
      )}
    </Group>
  );
}

function Revoke({ apiKey: { id, name, revoked_at } }: { apiKey: ApiKey }) {
  const { t } = useTranslation("developers");
  const { can } = useWho();
  const { run } = useAction("/api-keys");
  if (revoked_at || !can("api_keys:update")) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={t("keys.revoke_of", { name })}
      onClick={() =>
        confirm({
          title: t("keys.revoke_ask", { name }),
          text: t("keys.revoke_text"),
          confirm: t("keys.revoke"),
          onConfirm: () => run({ send: () => api.DELETE("/api-keys/{id}", { params: { path: { id } } }) }),
        })
      }
    >
      {t("keys.revoke")}
    </Button>
  );
}
