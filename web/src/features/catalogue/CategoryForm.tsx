import { Button, NumberInput, Stack, TextInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";

interface Props {
  /** Absent: a new one. */
  category?: Schemas["ServiceCategory"];
  onSaved: () => void;
}

/** A category is added, or changed. */
export function CategoryForm({ category, onSaved }: Props) {
  const { t } = useTranslation(["catalogue", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        name: category?.name ?? "",
        description: category?.description ?? "",
        position: category?.position ?? ("" as number | string),
      },
    },
    async ({ position, ...values }) => {
      const body = { ...values, ...(position === "" ? {} : { position: Number(position) }) };
      const params = category && { path: { id: category.id }, header: ifMatch(category.version) };
      await saved(
        queries,
        params
          ? api.PATCH("/service-categories/{id}", { params, body })
          : api.POST("/service-categories", { body }),
        "/service-categories",
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
        <Textarea
          label={t("fields.description")}
          autosize
          minRows={2}
          maxLength={2000}
          {...form.getInputProps("description")}
        />
        <NumberInput
          label={t("fields.position")}
          description={t("categories.position_hint")}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          {...form.getInputProps("position")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
