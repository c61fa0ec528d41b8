import { Button, Stack, TextInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { DurationInput } from "../../parts/DurationInput";
import { MoneyInput } from "../../parts/MoneyInput";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";

interface Props {
  /** Absent: a new one. */
  addon?: Schemas["Addon"];
  onSaved: () => void;
}

/** An add-on is added, or changed. */
export function AddonForm({ addon, onSaved }: Props) {
  const { t } = useTranslation(["catalogue", "common"]);
  const { company } = useWho();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        name: addon?.name ?? "",
        description: addon?.description ?? "",
        price: addon?.price ?? null,
        duration_minutes: addon?.duration_minutes ?? 0,
      },
      validate: {
        duration_minutes: (minutes) => (minutes === null ? t("duration_wrong") : null),
        price: (price) => (price === null ? t("price_missing") : null),
      },
    },
    async (values) => {
      const body = { ...values, price: values.price ?? { amount: 0, currency: company.currency } };
      const params = addon && { path: { id: addon.id }, header: ifMatch(addon.version) };
      await saved(
        queries,
        params ? api.PATCH("/addons/{id}", { params, body }) : api.POST("/addons", { body }),
        "/addons",
        "/services",
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
        <MoneyInput
          label={t("fields.price")}
          required
          {...form.getInputProps("price")}
          error={form.errors.price ?? form.errors["price.amount"]}
        />
        <DurationInput
          label={t("fields.longer")}
          description={t("addons.longer_hint")}
          offers={[0, 5, 10, 15, 20, 30, 45, 60]}
          {...form.getInputProps("duration_minutes")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
