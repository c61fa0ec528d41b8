import { Button, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { dateIn } from "../../i18n/format";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { useWho } from "../../parts/who";
import { KindCards } from "./KindCards";
import { Narrowing } from "./Narrowing";
import { PeriodPicker } from "./PeriodPicker";
import { type Kind, narrowed } from "./kinds";
import { periodOf, rangeOf } from "./periods";

/** A report is asked for. */
export function ReportForm({ onAsked }: { onAsked: (report: Schemas["Report"]) => void }) {
  const { t } = useTranslation("reports");
  const { company } = useWho();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        kind: "bookings" as Kind,
        ...periodOf("last_30", dateIn(new Date(), company.time_zone)),
        staff_id: null as string | null,
        service_id: null as string | null,
        location_id: null as string | null,
      },
    },
    async ({ kind, from, until, staff_id, service_id, location_id }) => {
      const by = narrowed(kind);
      const report = await must(
        api.POST("/reports", {
          body: {
            kind,
            ...rangeOf({ from, until }),
            staff_id: by.staff ? staff_id : null,
            service_id: by.service ? service_id : null,
            location_id: by.location ? location_id : null,
          },
        }),
      );
      await stale(queries, "/reports");
      onAsked(report);
    },
  );
  const { from, until, kind } = form.values;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <KindCards value={kind} onChange={(kind) => form.setFieldValue("kind", kind)} />
        <PeriodPicker value={{ from, until }} onChange={(period) => form.setValues(period)} />
        <Narrowing kind={kind} form={form} />
        <Button type="submit" loading={sending}>
          {t("all.make")}
        </Button>
      </Stack>
    </form>
  );
}
