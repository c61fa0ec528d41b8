import { Button, MultiSelect, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { EVENTS } from "./events";
import { errorIn } from "../settings/fields";

interface Props {
  /** Absent: a new one. */
  webhook?: Schemas["Webhook"];
  onMade?: (made: Schemas["MadeWebhook"]) => void;
  onSaved: () => void;
}

/** Where an endpoint is, and what it is sent. */
export function WebhookForm({ webhook, onMade, onSaved }: Props) {
  const { t } = useTranslation(["developers", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        url: webhook?.url ?? "",
        description: webhook?.description ?? "",
        event_types: webhook?.event_types ?? [],
      },
    },
    async (body) => {
      if (webhook) {
        await must(
          api.PATCH("/webhooks/{id}", {
            params: { path: { id: webhook.id }, header: ifMatch(webhook.version) },
            body,
          }),
        );
        tell(t("common:saved"));
        onSaved();
      } else {
        onMade?.(await must(api.POST("/webhooks", { body })));
      }
      await stale(queries, "/webhooks");
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput
          label={t("hooks.url")}
          description={t("hooks.url_hint")}
          type="url"
          placeholder="https://"
          required
          maxLength={1000}
          data-autofocus
          {...form.getInputProps("url")}
        />
        <TextInput label={t("hooks.description")} maxLength={200} {...form.getInputProps("description")} />
        <MultiSelect
          label={t("hooks.events")}
          description={t("hooks.events_hint")}
          placeholder={form.values.event_types.length === 0 ? t("hooks.every") : undefined}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("hooks.events_clear"), tabIndex: 0 }}
          data={EVENTS}
          {...form.getInputProps("event_types")}
          error={errorIn(form.errors, "event_types")}
        />
        <Button type="submit" loading={sending}>
          {webhook ? t("common:save") : t("hooks.add")}
        </Button>
      </Stack>
    </form>
  );
}
