import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../../api/client";
import type { Column } from "../../../parts/Listing";
import { useFormat, useWho } from "../../../parts/who";
import { useRoles } from "../roles/useRoles";
import { MemberMenu } from "./MemberMenu";

type Member = Schemas["Member"];

/** What is seen of a member in a list. */
export function useMemberColumns(): Column<Member>[] {
  const { t } = useTranslation(["settings", "common"]);
  const { me } = useWho();
  const { nameOf } = useRoles();
  const format = useFormat();
  return [
    {
      key: "name",
      title: t("person_name"),
      cell: ({ name, user_id, erased_at }) => (
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {name}
          </Text>
          {user_id === me.id && (
            <Badge variant="light" tt="none" fw={600}>
              {t("members.you")}
            </Badge>
          )}
          {erased_at && (
            <Badge variant="light" tt="none" fw={600} color="gray">
              {t("members.erased")}
            </Badge>
          )}
        </Group>
      ),
    },
    { key: "email", title: t("members.email"), cell: ({ email }) => <Text size="sm">{email}</Text> },
    { key: "role", title: t("members.role"), cell: ({ role }) => nameOf(role) },
    { key: "since", title: t("members.since"), cell: ({ created_at }) => format.date(created_at) },
    {
      key: "actions",
      title: t("common:actions"),
      align: "right",
      cell: (member) => <MemberMenu member={member} />,
    },
  ];
}
