import { Button, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { DateField } from "../../parts/DateField";
import { DayHours } from "../../parts/DayHours";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { another, hasFault } from "../../parts/weekHours";
import { useFormat } from "../../parts/who";

interface Props {
  id: string;
  today: string;
  /** Absent: a new one. */
  day?: Schemas["DayException"];
  onSaved: () => void;
}

/** A day becomes different: free, or with hours of its own. */
export function ExceptionForm({ id, today, day, onSaved }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const { plainDay } = useFormat();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        date: day?.on_date ?? today,
        works: day !== undefined && day.windows.length > 0,
        windows: day && day.windows.length > 0 ? day.windows : [another([])],
        reason: day?.reason ?? "",
      },
    },
    async ({ date, works, windows, reason }) => {
      const body = { windows: works ? windows : [], reason };
      await saved(
        queries,
        api.PUT("/staff/{id}/exceptions/{date}", { params: { path: { id, date } }, body }),
        "/staff",
        "/availability",
      );
      tell(t("common:saved"));
      onSaved();
    },
  );
  const { date, works, windows } = form.values;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <DateField
          label={t("exceptions.day")}
          required
          disabled={day !== undefined}
          minDate={today}
          {...form.getInputProps("date")}
        />
        <SegmentedControl
          aria-label={t("exceptions.what")}
          value={works ? "works" : "free"}
          onChange={(what) => form.setFieldValue("works", what === "works")}
          data={[
            { value: "free", label: t("hours.free") },
            { value: "works", label: t("exceptions.other_hours") },
          ]}
        />
        {works && (
          <DayHours
            label={date ? plainDay(date) : ""}
            value={windows}
            onChange={(next) => form.setFieldValue("windows", next)}
          />
        )}
        <TextInput
          label={t("exceptions.reason")}
          description={t("exceptions.reason_hint")}
          maxLength={500}
          {...form.getInputProps("reason")}
        />
        <Button type="submit" loading={sending} disabled={works && hasFault(windows)}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
