import { Button, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { addDays, momentIn, todayIn } from "../../i18n/format";
import { DateField } from "../../parts/DateField";
import { MomentField } from "../../parts/MomentField";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Loading, Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { useOwnStaff, useStaff } from "./lists";

interface Props {
  onSaved: (made: Schemas["TimeOffWithCollisions"]) => void;
}

/** Time off is asked for: one's own, or that of anybody where the role allows it. */
export function TimeOffForm(props: Props) {
  const staff = useStaff();
  const own = useOwnStaff();
  if (!staff.data) return <Loading />;
  return <Form {...props} staff={staff.data} own={own?.id ?? null} />;
}

interface FormProps extends Props {
  staff: Schemas["Staff"][];
  own: string | null;
}

function Form({ onSaved, staff, own }: FormProps) {
  const { t } = useTranslation(["people", "common"]);
  const { can, company } = useWho();
  const queries = useQueryClient();
  const decides = can("time_off:decide");
  const tomorrow = addDays(todayIn(company.time_zone), 1);
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        staff_id: own,
        whole: true,
        first: tomorrow,
        last: tomorrow,
        starts_at: `${tomorrow}T09:00`,
        ends_at: `${tomorrow}T13:00`,
        reason: "",
        approve: decides,
      },
    },
    async ({ staff_id, whole, first, last, starts_at, ends_at, reason, approve }) => {
      const zone = staff.find(({ id }) => id === staff_id)?.time_zone ?? company.time_zone;
      const body = {
        staff_id: staff_id ?? "",
        starts_at: momentIn(whole ? `${first}T00:00` : starts_at, zone),
        ends_at: momentIn(whole ? `${addDays(last, 1)}T00:00` : ends_at, zone),
        reason,
        approve: decides && approve,
      };
      const made = await saved(queries, api.POST("/time-off", { body }), "/time-off", "/availability");
      tell(t(made.status === "active" ? "time_off.approved" : "time_off.asked"));
      onSaved(made);
    },
  );
  const { whole } = form.values;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        {(decides || own === null) && (
          <Select
            label={t("time_off.who")}
            required
            searchable
            allowDeselect={false}
            data={staff.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("staff_id")}
          />
        )}
        <Switch label={t("time_off.whole")} {...form.getInputProps("whole", { type: "checkbox" })} />
        {whole ? (
          <>
            <DateField
              label={t("time_off.first")}
              required
              {...form.getInputProps("first")}
              onChange={(date) => {
                form.setFieldValue("first", date ?? "");
                if (date && date > form.values.last) form.setFieldValue("last", date);
              }}
              error={form.errors.starts_at}
            />
            <DateField
              label={t("time_off.last")}
              required
              minDate={form.values.first}
              {...form.getInputProps("last")}
              error={form.errors.ends_at}
            />
          </>
        ) : (
          <>
            <MomentField label={t("time_off.from")} {...form.getInputProps("starts_at")} />
            <MomentField label={t("time_off.to")} {...form.getInputProps("ends_at")} />
          </>
        )}
        <TextInput label={t("time_off.reason")} maxLength={500} {...form.getInputProps("reason")} />
        {decides && (
          <Switch
            label={t("time_off.approve_now")}
            {...form.getInputProps("approve", { type: "checkbox" })}
          />
        )}
        <Button type="submit" loading={sending}>
          {t(decides && form.values.approve ? "time_off.add" : "time_off.ask")}
        </Button>
      </Stack>
    </form>
  );
}
