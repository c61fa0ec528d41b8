import { Alert, Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { IconCopy, IconInfoCircle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../../api/client";
import { stale } from "../../../api/stale";
import { must } from "../../../api/must";
import { useApiForm } from "../../../parts/form";
import { ButtonLink } from "../../../parts/links";
import { Section } from "../../../parts/Section";
import { Refusal } from "../../../parts/states";
import { tell } from "../../../parts/tell";
import { useWho } from "../../../parts/who";
import { PermissionPicker } from "./PermissionPicker";
import { keyOf } from "./permissions";
import { HINT_BELOW, READABLE, errorIn } from "../fields";

/** The desk shows nothing without it. */
const ALWAYS = ["company:read"];

interface Props {
  vocabulary: readonly Schemas["PermissionWord"][];
  /** Absent: a new one. */
  role?: Schemas["CompanyRole"];
  /** What a new one begins as. */
  like?: Schemas["CompanyRole"] | undefined;
  readOnly?: boolean;
}

/** A role's name, and what may be done in it. */
export function RoleForm({ vocabulary, role, like, readOnly = false }: Props) {
  const { t } = useTranslation(["settings", "common"]);
  const { can } = useWho();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        name: role?.name ?? "",
        key: role?.key ?? "",
        permissions: role?.permissions ?? like?.permissions ?? [],
      },
    },
    async ({ name, key, permissions: ticked }) => {
      const permissions = [...new Set([...ALWAYS, ...ticked])];
      await must(
        role?.id
          ? api.PATCH("/roles/{id}", {
              params: { path: { id: role.id }, header: ifMatch(role.version) },
              body: { name, permissions },
            })
          : api.POST("/roles", { body: { name, key, permissions } }),
      );
      await stale(queries, "/roles", "/permissions");
      tell(t("common:saved"));
      await navigate({ to: "/settings/roles" });
    },
  );

  const rename = (name: string) => {
    const guessed = !role && form.values.key === keyOf(form.values.name);
    form.setFieldValue("name", name);
    if (guessed) form.setFieldValue("key", keyOf(name));
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        {role?.built_in && can("roles:update") && (
          <Alert icon={<IconInfoCircle aria-hidden />} title={t("roles.fixed")} styles={READABLE}>
            <ButtonLink
              to="/settings/new-role"
              search={{ like: role.key }}
              size="xs"
              leftSection={<IconCopy size={14} aria-hidden />}
            >
              {t("roles.copy")}
            </ButtonLink>
          </Alert>
        )}
        <Refusal of={refusal} />
        {!role?.built_in && (
          <Section title={t("roles.naming")}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput
                label={t("name")}
                required
                maxLength={120}
                readOnly={readOnly}
                {...form.getInputProps("name")}
                onChange={({ currentTarget }) => rename(currentTarget.value)}
              />
              <TextInput
                label={t("roles.key")}
                description={t("roles.key_hint")}
                inputWrapperOrder={HINT_BELOW}
                required
                maxLength={40}
                readOnly={!!role}
                variant={role ? "filled" : "default"}
                {...form.getInputProps("key")}
              />
            </SimpleGrid>
          </Section>
        )}
        <Section title={t("permissions.title")} about={t("permissions.about")}>
          <PermissionPicker
            label={t("permissions.title")}
            vocabulary={vocabulary}
            value={form.values.permissions}
            onChange={(permissions) => form.setFieldValue("permissions", permissions)}
            always={ALWAYS}
            readOnly={readOnly}
            error={errorIn(form.errors, "permissions")}
          />
        </Section>
        {!readOnly && (
          <Group>
            <Button type="submit" loading={sending}>
              {t("common:save")}
            </Button>
            <ButtonLink to="/settings/roles" variant="default">
              {t("common:cancel")}
            </ButtonLink>
          </Group>
        )}
      </Stack>
    </form>
  );
}
