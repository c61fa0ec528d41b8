import { Autocomplete, Button, NumberInput, Select, Stack, TextInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useLocations, useResources } from "./lists";

interface Props {
  /** Absent: a new one. */
  resource?: Schemas["Resource"];
  onSaved: () => void;
}

/** A resource is added, or changed. */
export function ResourceForm({ resource, onSaved }: Props) {
  const { t } = useTranslation(["catalogue", "common"]);
  const queries = useQueryClient();
  const locations = useLocations();
  const others = useResources();
  const kinds = [...new Set((others.data ?? []).map(({ kind }) => kind))].sort();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        name: resource?.name ?? "",
        kind: resource?.kind ?? "",
        capacity: resource?.capacity ?? (1 as number | string),
        location_id: resource?.location_id ?? null,
        description: resource?.description ?? "",
      },
    },
    async (values) => {
      const body = { ...values, capacity: Number(values.capacity) };
      const params = resource && { path: { id: resource.id }, header: ifMatch(resource.version) };
      await saved(
        queries,
        params ? api.PATCH("/resources/{id}", { params, body }) : api.POST("/resources", { body }),
        "/resources",
      );
      tell(t("common:saved"));
      onSaved();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput
          label={t("fields.name")}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <Autocomplete
          label={t("fields.kind")}
          description={t("resources.kind_hint")}
          required
          maxLength={40}
          data={kinds}
          {...form.getInputProps("kind")}
        />
        <NumberInput
          label={t("fields.capacity")}
          description={t("resources.capacity_hint")}
          required
          min={1}
          max={1000}
          allowDecimal={false}
          {...form.getInputProps("capacity")}
        />
        <Select
          label={t("fields.location")}
          placeholder={t("resources.anywhere")}
          clearable
          data={(locations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("location_id")}
        />
        <Textarea
          label={t("fields.description")}
          autosize
          minRows={2}
          maxLength={2000}
          {...form.getInputProps("description")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
