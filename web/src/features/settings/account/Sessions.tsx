import { Badge, Button, Group, Text } from "@mantine/core";
import { IconDeviceLaptop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../../api/client";
import { type Column, Listing } from "../../../parts/Listing";
import { paged } from "../../../parts/paged";
import { Section } from "../../../parts/Section";
import { Empty } from "../../../parts/states";
import { useAction } from "../../../parts/useAction";
import { useFormat } from "../../../parts/who";

type Session = Schemas["MySession"];

/** Where somebody is signed in, and the end of it. */
export function Sessions() {
  const { t } = useTranslation(["settings", "common"]);
  const format = useFormat();
  const { run, busy } = useAction("/me/sessions");
  const rows = $api.useInfiniteQuery("get", "/me/sessions", { params: { query: { limit: 50 } } }, paged);
  const others = rows.data?.pages.some(({ data }) => data.some(({ current }) => !current)) ?? false;

  const end = ({ id }: Session) =>
    run({
      send: () => api.DELETE("/me/sessions/{id}", { params: { path: { id } } }),
      done: t("account.session_ended"),
    });

  const columns: Column<Session>[] = [
    {
      key: "device",
      title: t("account.device"),
      cell: ({ device, current }) => (
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {device}
          </Text>
          {current && (
            <Badge variant="light" tt="none" fw={600}>
              {t("account.session_this")}
            </Badge>
          )}
        </Group>
      ),
    },
    { key: "company", title: t("account.session_company"), cell: ({ company }) => company?.name ?? "–" },
    { key: "address", title: t("account.address"), cell: ({ address }) => address ?? "–" },
    {
      key: "seen",
      title: t("account.last_seen"),
      cell: ({ last_seen_at, current }) => (current ? t("account.now") : format.ago(last_seen_at)),
    },
    {
      key: "end",
      title: t("common:actions"),
      align: "right",
      cell: (session) =>
        session.current ? null : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("account.session_end_of", { device: session.device })}
            onClick={() => end(session)}
          >
            {t("account.session_end")}
          </Button>
        ),
    },
  ];

  return (
    <Section
      title={t("account.sessions")}
      about={t("account.sessions_about")}
      actions={
        others && (
          <Button
            variant="default"
            loading={busy}
            onClick={() =>
              run({
                send: () => api.POST("/me/sessions/revoke-others"),
                done: t("account.sessions_ended"),
              })
            }
          >
            {t("account.sessions_end_others")}
          </Button>
        )
      }
    >
      <Listing
        label={t("account.sessions")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={columns}
        empty={<Empty icon={<IconDeviceLaptop />} title={t("account.sessions_none")} />}
      />
    </Section>
  );
}
