import { Button, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { addDays, localIn, momentIn, todayIn } from "../../i18n/format";
import { MomentField } from "../../parts/MomentField";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { useStaff } from "./lists";

interface Props {
  /** Absent: a new one. */
  entry?: Schemas["TimeEntry"];
  onSaved: () => void;
}

/** A time entry is added for somebody who did not clock, or put right. */
export function TimeEntryForm({ entry, onSaved }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const { company } = useWho();
  const zone = company.time_zone;
  const queries = useQueryClient();
  const staff = useStaff();
  const yesterday = addDays(todayIn(zone), -1);
  const ended = entry?.clocked_out_at ?? null;
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        staff_id: entry?.staff_id ?? null,
        clocked_in_at: entry ? localIn(entry.clocked_in_at, zone) : `${yesterday}T09:00`,
        clocked_out_at: entry
          ? ended
            ? localIn(ended, zone)
            : `${todayIn(zone)}T18:00`
          : `${yesterday}T17:00`,
        note: entry?.note ?? "",
      },
    },
    async ({ staff_id, clocked_in_at, clocked_out_at, note }) => {
      const body = {
        clocked_in_at: momentIn(clocked_in_at, zone),
        clocked_out_at: momentIn(clocked_out_at, zone),
        note,
      };
      const params = entry && { path: { id: entry.id }, header: ifMatch(entry.version) };
      await saved(
        queries,
        params
          ? api.PATCH("/time-entries/{id}", { params, body })
          : api.POST("/time-entries", { body: { ...body, staff_id: staff_id ?? "" } }),
        "/time-entries",
      );
      tell(t("common:saved"));
      onSaved();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        {entry ? (
          <Text fw={500}>{entry.staff_name}</Text>
        ) : (
          <Select
            label={t("time_entries.who")}
            required
            searchable
            allowDeselect={false}
            data={(staff.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("staff_id")}
          />
        )}
        <MomentField label={t("time_entries.came")} {...form.getInputProps("clocked_in_at")} />
        <MomentField label={t("time_entries.left")} {...form.getInputProps("clocked_out_at")} />
        <TextInput
          label={t("time_entries.note")}
          description={t("time_entries.note_hint")}
          maxLength={500}
          {...form.getInputProps("note")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
