import { Button, Select, Stack, TextInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { LANGUAGES } from "../../i18n";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";

type Client = Schemas["Client"];

interface Props {
  /** Absent: a new one. */
  client?: Client;
  /** What to begin with. */
  name?: string;
  phone?: string;
  email?: string;
  onSaved: (client: Client) => void;
}

/** A client is added, or changed. */
export function ClientForm({ client, name = "", phone = "", email = "", onSaved }: Props) {
  const { t } = useTranslation(["clients", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        name: client?.name ?? name,
        phone: client?.phone ?? phone,
        email: client?.email ?? email,
        language: client?.language ?? null,
        notes: client?.notes ?? "",
      },
    },
    async (values) => {
      const body = { ...values, phone: values.phone || null, email: values.email || null };
      const saved = await must(
        client
          ? api.PATCH("/clients/{id}", {
              params: { path: { id: client.id }, header: ifMatch(client.version) },
              body,
            })
          : api.POST("/clients", { body }),
      );
      await stale(queries, "/clients");
      tell(t("common:saved"));
      onSaved(saved);
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput label={t("name")} required data-autofocus {...form.getInputProps("name")} />
        <TextInput label={t("phone")} type="tel" {...form.getInputProps("phone")} />
        <TextInput label={t("email")} type="email" {...form.getInputProps("email")} />
        <Select
          label={t("language")}
          description={t("language_hint")}
          clearable
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("language")}
        />
        <Textarea label={t("notes")} autosize minRows={3} {...form.getInputProps("notes")} />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
