import { Button, Stack, TextInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ifMatch, type Schemas } from "../../api/client";
import { operatorApi } from "../../api/operator";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";

/** A service type is added, or changed. */
export function ServiceTypeForm({ type, onSaved }: { type?: Schemas["ServiceType"]; onSaved: () => void }) {
  const { t } = useTranslation(["operator", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { name: type?.name ?? "", description: type?.description ?? "" } },
    async (body) => {
      await must(
        type
          ? operatorApi.PATCH("/platform/service-types/{id}", {
              params: { path: { id: type.id }, header: ifMatch(type.version) },
              body,
            })
          : operatorApi.POST("/platform/service-types", { body }),
      );
      await stale(queries, "/platform/service-types");
      tell(t("common:saved"));
      onSaved();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput label={t("types.name")} required data-autofocus {...form.getInputProps("name")} />
        <Textarea
          label={t("types.description")}
          autosize
          minRows={2}
          {...form.getInputProps("description")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
