import { Button, Group, NumberInput, Select, Stack, TextInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";

type Asset = Schemas["Asset"];

const KINDS = ["vehicle", "pet", "site", "other"] as const;

interface Props {
  clientId: string;
  /** Absent: a new one. */
  asset?: Asset;
  onSaved: () => void;
}

/** Something of a client's is added, or changed. */
export function AssetForm({ clientId, asset, onSaved }: Props) {
  const { t } = useTranslation(["clients", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        kind: asset?.kind ?? "vehicle",
        name: asset?.name ?? "",
        make: asset?.make ?? "",
        model: asset?.model ?? "",
        year: asset?.year ?? ("" as number | ""),
        identifier: asset?.identifier ?? "",
        notes: asset?.notes ?? "",
      },
    },
    async (values) => {
      const body = {
        ...values,
        make: values.make || null,
        model: values.model || null,
        identifier: values.identifier || null,
        year: values.year === "" ? null : values.year,
      };
      await must(
        asset
          ? api.PATCH("/assets/{id}", {
              params: { path: { id: asset.id }, header: ifMatch(asset.version) },
              body,
            })
          : api.POST("/clients/{id}/assets", { params: { path: { id: clientId } }, body }),
      );
      await stale(queries, "/clients", "/assets");
      tell(t("common:saved"));
      onSaved();
    },
  );
  const { kind } = form.values;
  const word = kind === "pet" ? "pet" : "thing";
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <Select
          label={t("assets.kind_title")}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: t(`assets.kind.${value}`) }))}
          {...form.getInputProps("kind")}
        />
        <TextInput
          label={t("name")}
          description={t("assets.name_hint")}
          required
          data-autofocus
          {...form.getInputProps("name")}
        />
        {kind !== "site" && (
          <Group grow align="flex-start">
            <TextInput label={t(`assets.make.${word}`)} {...form.getInputProps("make")} />
            <TextInput label={t(`assets.model.${word}`)} {...form.getInputProps("model")} />
          </Group>
        )}
        <Group grow align="flex-start">
          <TextInput label={t("assets.identifier")} {...form.getInputProps("identifier")} />
          <NumberInput
            label={t("assets.year")}
            allowDecimal={false}
            thousandSeparator=""
            min={1800}
            max={2200}
            {...form.getInputProps("year")}
          />
        </Group>
        <Textarea
          label={t("notes")}
          description={t("assets.notes_hint")}
          autosize
          minRows={2}
          {...form.getInputProps("notes")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
