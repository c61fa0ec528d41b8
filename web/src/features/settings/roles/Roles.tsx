import { Badge, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconCopy, IconPlus, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../../api/client";
import { confirm } from "../../../parts/confirm";
import { ButtonLink, TextLink } from "../../../parts/links";
import { Page } from "../../../parts/Page";
import { RowMenu } from "../../../parts/RowMenu";
import { Failure, Loading } from "../../../parts/states";
import { useAction } from "../../../parts/useAction";
import { useWho } from "../../../parts/who";
import { useRoles } from "./useRoles";

/** What people may do: the roles that every company has, and its own. */
export function Roles() {
  const { t } = useTranslation("settings");
  const { can } = useWho();
  const { query } = useRoles();
  return (
    <Page
      title={t("pages.roles")}
      about={t("abouts.roles")}
      actions={
        can("roles:update") && (
          <ButtonLink to="/settings/new-role" leftSection={<IconPlus size={16} aria-hidden />}>
            {t("roles.add")}
          </ButtonLink>
        )
      }
    >
      {query.isPending ? (
        <Loading />
      ) : query.isError ? (
        <Failure of={query.error} retry={() => void query.refetch()} />
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {query.data.data.map((role) => (
            <RoleCard key={role.key} role={role} />
          ))}
        </SimpleGrid>
      )}
    </Page>
  );
}

function RoleCard({ role }: { role: Schemas["CompanyRole"] }) {
  const { t } = useTranslation(["settings", "common"]);
  const { can } = useWho();
  const { nameOf, aboutOf } = useRoles();
  const navigate = useNavigate();
  const { run } = useAction("/roles");
  const { id, key, built_in } = role;
  const name = nameOf(key);
  const update = can("roles:update");
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4}>
          <Group gap="xs">
            <Title order={2} size="h5">
              <TextLink to="/settings/roles/$key" params={{ key }}>
                {name}
              </TextLink>
            </Title>
            <Badge variant="light" tt="none" fw={600} color={built_in ? "gray" : "lagoon"}>
              {built_in ? t("roles.standard") : t("roles.own")}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {aboutOf(role)}
          </Text>
        </Stack>
        <RowMenu
          label={t("roles.actions", { name })}
          actions={[
            update && {
              label: t("roles.copy"),
              icon: <IconCopy size={16} aria-hidden />,
              onClick: () => void navigate({ to: "/settings/new-role", search: { like: key } }),
            },
            update &&
              !!id && {
                label: t("common:delete"),
                icon: <IconTrash size={16} aria-hidden />,
                danger: true,
                onClick: () =>
                  confirm({
                    title: t("roles.delete_ask", { name }),
                    text: t("roles.delete_text"),
                    confirm: t("common:delete"),
                    onConfirm: () =>
                      run({ send: () => api.DELETE("/roles/{id}", { params: { path: { id } } }) }),
                  }),
              },
          ]}
        />
      </Group>
    </Card>
  );
}
