import { Button, NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { ZoneSelect } from "../../parts/ZoneSelect";
import { countries } from "../../parts/countries";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";

interface Props {
  /** Absent: a new one. */
  location?: Schemas["Location"];
  onSaved: () => void;
}

/** A location is added, or changed. */
export function LocationForm({ location, onSaved }: Props) {
  const { t, i18n } = useTranslation(["catalogue", "common"]);
  const { company } = useWho();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        name: location?.name ?? "",
        street: location?.street ?? "",
        zip: location?.zip ?? "",
        city: location?.city ?? "",
        country: location?.country ?? null,
        phone: location?.phone ?? "",
        time_zone: location?.time_zone ?? company.time_zone,
        capacity: location?.capacity ?? (1 as number | string),
      },
    },
    async (values) => {
      const body = {
        ...values,
        street: values.street || null,
        zip: values.zip || null,
        city: values.city || null,
        phone: values.phone || null,
        capacity: Number(values.capacity),
      };
      const params = location && { path: { id: location.id }, header: ifMatch(location.version) };
      await saved(
        queries,
        params ? api.PATCH("/locations/{id}", { params, body }) : api.POST("/locations", { body }),
        "/locations",
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
        <TextInput label={t("locations.street")} maxLength={200} {...form.getInputProps("street")} />
        <SimpleGrid cols={2}>
          <TextInput label={t("locations.zip")} maxLength={20} {...form.getInputProps("zip")} />
          <TextInput label={t("locations.city")} maxLength={120} {...form.getInputProps("city")} />
        </SimpleGrid>
        <Select
          label={t("locations.country")}
          searchable
          clearable
          data={countries(i18n.language)}
          {...form.getInputProps("country")}
        />
        <TextInput label={t("locations.phone")} type="tel" maxLength={40} {...form.getInputProps("phone")} />
        <ZoneSelect label={t("fields.zone")} {...form.getInputProps("time_zone")} />
        <NumberInput
          label={t("fields.places")}
          description={t("locations.places_hint")}
          required
          min={1}
          max={1000}
          allowDecimal={false}
          {...form.getInputProps("capacity")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
