import { Button, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { addDays } from "../../i18n/format";
import { DateField } from "../../parts/DateField";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";

interface Props {
  id: string;
  today: string;
  onSaved: () => void;
}

/** Somebody works another day instead. */
export function MoveDayForm({ id, today, onSaved }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { from: today, to: addDays(today, 1) } },
    async (body) => {
      await saved(
        queries,
        api.POST("/staff/{id}/exceptions/move", { params: { path: { id } }, body }),
        "/staff",
        "/availability",
      );
      tell(t("common:saved"));
      onSaved();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <Text size="sm">{t("exceptions.move_about")}</Text>
        <DateField
          label={t("exceptions.move_from")}
          required
          minDate={today}
          {...form.getInputProps("from")}
        />
        <DateField label={t("exceptions.move_to")} required minDate={today} {...form.getInputProps("to")} />
        <Button type="submit" loading={sending}>
          {t("exceptions.move")}
        </Button>
      </Stack>
    </form>
  );
}
