import { Button, MultiSelect, SegmentedControl, Select, Stack, Input } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { LANGUAGES } from "../../i18n";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { KindCards } from "./KindCards";
import { Narrowing } from "./Narrowing";
import { type Kind, narrowed } from "./kinds";
import { useMemberNames } from "./useMemberNames";

type Schedule = Schemas["ReportSchedule"];

const PERIODS = ["daily", "weekly", "monthly"] as const;

/** A report by mail is planned; or it is changed to whom, as what and in which language it goes. */
export function ScheduleForm({ schedule, onSaved }: { schedule?: Schedule; onSaved: () => void }) {
  const { t } = useTranslation(["reports", "common"]);
  const { company } = useWho();
  const queries = useQueryClient();
  const names = useMemberNames();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        kind: (schedule?.kind ?? "bookings") as Kind,
        period: schedule?.period ?? "weekly",
        recipients: schedule?.recipients ?? [],
        format: schedule?.format ?? "xlsx",
        language: schedule?.language ?? company.language,
        staff_id: schedule?.staff_id ?? null,
        service_id: schedule?.service_id ?? null,
        location_id: schedule?.location_id ?? null,
      },
    },
    async ({ recipients, format, language, ...what }) => {
      const how = { recipients, format, language };
      const by = narrowed(what.kind);
      await must(
        schedule
          ? api.PATCH("/report-schedules/{id}", {
              params: { path: { id: schedule.id }, header: ifMatch(schedule.version) },
              body: how,
            })
          : api.POST("/report-schedules", {
              body: {
                ...how,
                kind: what.kind,
                period: what.period,
                staff_id: by.staff ? what.staff_id : null,
                service_id: by.service ? what.service_id : null,
                location_id: by.location ? what.location_id : null,
              },
            }),
      );
      await stale(queries, "/report-schedules");
      tell(t("common:saved"));
      onSaved();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        {!schedule && (
          <>
            <KindCards value={form.values.kind} onChange={(kind) => form.setFieldValue("kind", kind)} />
            <Input.Wrapper label={t("schedules.period")} labelElement="div">
              <SegmentedControl
                fullWidth
                aria-label={t("schedules.period")}
                data={PERIODS.map((value) => ({ value, label: t(`schedules.${value}`) }))}
                {...form.getInputProps("period")}
              />
            </Input.Wrapper>
            <Narrowing kind={form.values.kind} form={form} />
          </>
        )}
        <MultiSelect
          label={t("schedules.recipients")}
          description={t("schedules.recipients_hint")}
          required
          searchable
          maxValues={20}
          data={[...names].map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("recipients")}
        />
        <Select
          label={t("schedules.format")}
          allowDeselect={false}
          data={[
            { value: "xlsx", label: t("schedules.xlsx") },
            { value: "csv", label: t("schedules.csv") },
          ]}
          {...form.getInputProps("format")}
        />
        <Select
          label={t("schedules.language")}
          allowDeselect={false}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("language")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
