import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { DateField } from "../../parts/DateField";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { moments, wall } from "./plan";

const ROOTS = ["/shifts", "/availability"];

interface Props {
  shift: Schemas["Shift"];
  staff: Schemas["Staff"][];
  locations: Schemas["Location"][];
  onDone: () => void;
}

/** A shift is moved, given to somebody else, or deleted. */
export function ShiftForm({ shift, staff, locations, onDone }: Props) {
  const { t } = useTranslation(["shifts", "common"]);
  const { company } = useWho();
  const queries = useQueryClient();
  const { run, busy } = useAction(...ROOTS);
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        ...wall(shift, company.time_zone),
        staff_id: shift.staff_id,
        location_id: shift.location_id ?? null,
      },
    },
    async ({ date, starts, ends, staff_id, location_id }) => {
      await saved(
        queries,
        api.PATCH("/shifts/{id}", {
          params: { path: { id: shift.id }, header: ifMatch(shift.version) },
          body: { ...moments(date, { starts, ends }, company.time_zone), staff_id, location_id },
        }),
        ...ROOTS,
      );
      tell(t("common:saved"));
      onDone();
    },
  );
  const named = (rows: { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }));
  const remove = () =>
    run({
      send: () => api.DELETE("/shifts/{id}", { params: { path: { id: shift.id } } }),
      done: t("deleted"),
      then: onDone,
    });
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <Select
          label={t("who")}
          searchable
          allowDeselect={false}
          data={named(staff)}
          {...form.getInputProps("staff_id")}
        />
        <DateField label={t("day")} required {...form.getInputProps("date")} />
        <Group grow align="flex-start">
          <TextInput
            type="time"
            required
            data-autofocus
            label={t("from")}
            {...form.getInputProps("starts")}
            error={form.errors.starts_at}
          />
          <TextInput
            type="time"
            required
            label={t("to")}
            {...form.getInputProps("ends")}
            error={form.errors.ends_at}
          />
        </Group>
        {locations.length > 0 && (
          <Select
            label={t("location")}
            placeholder={t("location_usual")}
            clearable
            data={named(locations)}
            {...form.getInputProps("location_id")}
          />
        )}
        <Group justify="space-between">
          <Button type="submit" loading={sending}>
            {t("common:save")}
          </Button>
          <Button variant="subtle" c="var(--mantine-color-error)" loading={busy} onClick={remove}>
            {t("delete")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
