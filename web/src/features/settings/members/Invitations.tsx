import { Button, Group, Select, Text } from "@mantine/core";
import { IconMail, IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../../api/client";
import { confirm } from "../../../parts/confirm";
import { type Column, Listing } from "../../../parts/Listing";
import { paged } from "../../../parts/paged";
import { Empty } from "../../../parts/states";
import { useAction } from "../../../parts/useAction";
import { useFormat, useWho } from "../../../parts/who";
import { useRoles } from "../roles/useRoles";

type Invitation = Schemas["Invitation"];

const STATES = ["open", "expired", "accepted", "revoked"] as const;

/** Who was invited, and what became of it. */
export function Invitations({ onInvite }: { onInvite: () => void }) {
  const { t } = useTranslation("settings");
  const { can } = useWho();
  const [status, setStatus] = useState<Invitation["status"]>("open");
  const rows = $api.useInfiniteQuery(
    "get",
    "/invitations",
    { params: { query: { status, limit: 25 } } },
    paged,
  );
  return (
    <>
      <Select
        allowDeselect={false}
        w={200}
        aria-label={t("invitations.which")}
        size="sm"
        value={status}
        onChange={(value) => setStatus(STATES.find((state) => state === value) ?? "open")}
        data={STATES.map((value) => ({ value, label: t(`invitations.status.${value}`) }))}
      />
      <Listing
        label={t("invitations.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns()}
        empty={
          <Empty
            icon={<IconMail />}
            title={t(`invitations.none.${status}`)}
            action={
              status === "open" &&
              can("members:invite") && (
                <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={onInvite}>
                  {t("members.invite")}
                </Button>
              )
            }
          />
        }
      />
    </>
  );
}

function useColumns(): Column<Invitation>[] {
  const { t } = useTranslation(["settings", "common"]);
  const { nameOf } = useRoles();
  const format = useFormat();
  return [
    {
      key: "email",
      title: t("members.email"),
      cell: ({ email }) => (
        <Text size="sm" fw={500}>
          {email}
        </Text>
      ),
    },
    { key: "role", title: t("members.role"), cell: ({ role }) => nameOf(role) },
    { key: "by", title: t("invitations.by"), cell: ({ invited_by }) => invited_by.name },
    {
      key: "until",
      title: t("invitations.until"),
      cell: ({ expires_at, accepted_at }) => format.dateTime(accepted_at ?? expires_at),
    },
    {
      key: "actions",
      title: t("common:actions"),
      align: "right",
      cell: (row) => <Actions invitation={row} />,
    },
  ];
}

function Actions({ invitation: { id, email, status } }: { invitation: Invitation }) {
  const { t } = useTranslation("settings");
  const { can } = useWho();
  const { run, busy } = useAction("/invitations");
  if (!can("members:invite") || status === "accepted" || status === "revoked") return null;
  const params = { path: { id } };
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        aria-label={t("invitations.resend_to", { email })}
        onClick={() =>
          run({
            send: () => api.POST("/invitations/{id}/resend", { params }),
            done: t("invitations.sent", { email }),
          })
        }
      >
        {t("invitations.resend")}
      </Button>
      {status === "open" && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("invitations.revoke_of", { email })}
          onClick={() =>
            confirm({
              title: t("invitations.revoke_ask", { email }),
              text: t("invitations.revoke_text"),
              confirm: t("invitations.revoke"),
              onConfirm: () => run({ send: () => api.DELETE("/invitations/{id}", { params }) }),
            })
          }
        >
          {t("invitations.revoke")}
        </Button>
      )}
    </Group>
  );
}
