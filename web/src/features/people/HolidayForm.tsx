import { Button, Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { DateField } from "../../parts/DateField";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useLocations } from "./lists";

interface Props {
  today: string;
  onSaved: () => void;
}

/** A holiday is added. */
export function HolidayForm({ today, onSaved }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const queries = useQueryClient();
  const locations = useLocations();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { name: "", on_date: today, location_id: null as string | null } },
    async (body) => {
      await saved(queries, api.POST("/holidays", { body }), "/holidays", "/availability");
      tell(t("common:saved"));
      onSaved();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput
          label={t("holidays.name")}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <DateField label={t("holidays.day")} required {...form.getInputProps("on_date")} />
        <Select
          label={t("holidays.where")}
          placeholder={t("holidays.everywhere")}
          clearable
          data={(locations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("location_id")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
