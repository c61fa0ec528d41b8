import { Alert, Button, Checkbox, Group, Radio, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Failure, Loading, Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { useStaff } from "./choices";
import type { Booking } from "./rules";
import { useChanged } from "./useChange";

interface Props {
  booking: Booking;
  onClose: () => void;
}

/** Gives a booking to somebody else; those whose time is free then stand first. */
export function Assign({ booking, onClose }: Props) {
  const { t } = useTranslation(["bookings", "common"]);
  const { can, company } = useWho();
  const changed = useChanged();
  const staff = useStaff();
  const minutes = Math.min(1440, (Date.parse(booking.ends_at) - Date.parse(booking.starts_at)) / 60_000);
  const free = $api.useQuery("get", "/staff/available", {
    params: { query: { at: booking.starts_at, minutes, limit: 100 } },
  });
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { staff_id: "", override_rules: false } },
    async (values) => {
      const done = await must(
        api.POST("/bookings/{id}/assign", { params: { path: { id: booking.id } }, body: values }),
      );
      await changed(done);
      tell(t("assign.done", { name: done.staff?.name ?? "" }));
      onClose();
    },
  );
  if (staff.error) return <Failure of={staff.error} retry={staff.retry} />;
  if (!staff.data || free.isPending) return <Loading />;

  const freeIds = new Set(free.data?.data.map(({ id }) => id));
  const others = staff.data
    .filter(({ id }) => id !== booking.staff?.id)
    .sort((a, b) => Number(freeIds.has(b.id)) - Number(freeIds.has(a.id)));
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={3} size="h4">
          {t("assign.title")}
        </Title>
        <Refusal of={refusal} />
        {others.length === 0 && <Alert>{t("assign.nobody")}</Alert>}
        <Radio.Group aria-label={t("assign.title")} {...form.getInputProps("staff_id")}>
          <Stack gap="xs">
            {others.map(({ id, name }) => (
              <Radio
                key={id}
                value={id}
                label={name}
                description={freeIds.has(id) ? t("assign.free") : t("assign.busy")}
              />
            ))}
          </Stack>
        </Radio.Group>
        {can("bookings:override") && (
          <Checkbox
            label={t("override.hours")}
            {...form.getInputProps("override_rules", { type: "checkbox" })}
          />
        )}
        {booking.status === "pending" && company.assignment_confirms && <Alert>{t("assign.confirms")}</Alert>}
        <Group gap="xs">
          <Button type="submit" loading={sending} disabled={!form.values.staff_id}>
            {t("assign.button")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common:back")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
