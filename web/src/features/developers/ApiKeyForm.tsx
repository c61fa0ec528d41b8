import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Failure, Loading, Refusal } from "../../parts/states";
import { PermissionPicker } from "../settings/roles/PermissionPicker";
import { errorIn } from "../settings/fields";

const LIVES = ["30", "90", "365", "never"] as const;
const DAY_MS = 86_400_000;

/** A key is named, limited in time, and given what it may do. */
export function ApiKeyForm({ onMade }: { onMade: (made: Schemas["MadeApiKey"]) => void }) {
  const { t } = useTranslation("developers");
  const queries = useQueryClient();
  const words = $api.useQuery("get", "/permissions");
  const vocabulary = (words.data?.data ?? []).filter(({ for_keys }) => for_keys);
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { name: "", life: "90", permissions: [] as string[] } },
    async ({ name, life, permissions }) => {
      const days = Number(life);
      const expires_at = days ? new Date(Date.now() + days * DAY_MS).toISOString() : undefined;
      const made = await must(
        api.POST("/api-keys", { body: { name, permissions, ...(expires_at ? { expires_at } : {}) } }),
      );
      await stale(queries, "/api-keys");
      onMade(made);
    },
  );
  const readAll = () =>
    form.setFieldValue(
      "permissions",
      vocabulary.filter(({ action }) => action === "read").map(({ word }) => word),
    );

  if (words.isPending) return <Loading />;
  if (words.isError) return <Failure of={words.error} retry={() => void words.refetch()} />;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput
          label={t("keys.name")}
          description={t("keys.name_hint")}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <Select
          label={t("keys.life")}
          allowDeselect={false}
          data={LIVES.map((value) => ({ value, label: t(`keys.lives.${value}`) }))}
          {...form.getInputProps("life")}
        />
        <Group justify="space-between">
          <Text size="sm" fw={500}>
            {t("keys.permissions")}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={readAll}>
            {t("keys.read_all")}
          </Button>
        </Group>
        <PermissionPicker
          label={t("keys.permissions")}
          vocabulary={vocabulary}
          value={form.values.permissions}
          onChange={(permissions) => form.setFieldValue("permissions", permissions)}
          error={errorIn(form.errors, "permissions")}
          compact
        />
        <Button type="submit" loading={sending} disabled={form.values.permissions.length === 0}>
          {t("keys.make")}
        </Button>
      </Stack>
    </form>
  );
}
