import { Button, Checkbox, Group, Select, Stack, Switch, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { dateIn } from "../../i18n/format";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { tell } from "../../parts/tell";
import { useFormat, useWho } from "../../parts/who";
import { Alternatives } from "./Alternatives";
import { OwnTime } from "./OwnTime";
import { SlotPicker } from "./SlotPicker";
import { asChoices, useStaff } from "./choices";
import type { Booking } from "./rules";
import { useChanged } from "./useChange";
import { useWeeks } from "./useWeeks";

interface Props {
  booking: Booking;
  onClose: () => void;
}

/** Gives a booking another time, and somebody else where that is wanted. */
export function Reschedule({ booking, onClose }: Props) {
  const { t } = useTranslation(["bookings", "common"]);
  const format = useFormat();
  const { can, company } = useWho();
  const changed = useChanged();
  const staff = useStaff();
  const weeks = useWeeks(dateIn(booking.starts_at, company.time_zone));
  const [own, setOwn] = useState(false);
  const [tried, setTried] = useState<string | null>(null);
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        starts_at: null as string | null,
        staff_id: booking.staff?.id ?? null,
        reason: "",
        override_rules: false,
      },
    },
    async ({ starts_at, staff_id, reason, override_rules }) => {
      if (!starts_at) return;
      setTried(starts_at);
      const other = staff_id && staff_id !== booking.staff?.id ? { staff_id } : {};
      const done = await must(
        api.POST("/bookings/{id}/reschedule", {
          params: { path: { id: booking.id } },
          body: { starts_at, reason: reason.trim() || null, override_rules: own && override_rules, ...other },
        }),
      );
      await changed(done);
      tell(t("reschedule.done", { when: `${format.day(done.starts_at)}, ${format.time(done.starts_at)}` }));
      onClose();
    },
  );
  const { starts_at, staff_id } = form.values;
  const times = $api.useQuery(
    "get",
    "/bookings/{id}/availability",
    {
      params: {
        path: { id: booking.id },
        query: { ...weeks.asked, ...(staff_id && booking.staff ? { staff_id } : {}) },
      },
    },
    { enabled: !own },
  );
  const pick = (startsAt: string | null) => form.setFieldValue("starts_at", startsAt);

  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={3} size="h4">
          {t("reschedule.title")}
        </Title>
        {booking.staff && can("bookings:assign") && (
          <Select
            label={t("staff")}
            data={asChoices(staff.data)}
            allowDeselect={false}
            searchable
            {...form.getInputProps("staff_id")}
          />
        )}
        <Switch
          label={t("own_time.switch")}
          checked={own}
          onChange={(event) => setOwn(event.currentTarget.checked)}
        />
        {own ? (
          <>
            <OwnTime value={starts_at} onChange={pick} />
            {can("bookings:override") && (
              <Checkbox
                label={t("override.rules")}
                {...form.getInputProps("override_rules", { type: "checkbox" })}
              />
            )}
          </>
        ) : (
          <SlotPicker times={times} weeks={weeks} value={starts_at} onPick={pick} />
        )}
        <TextInput
          label={t("because.reason")}
          description={t("because.reason_hint")}
          maxLength={500}
          {...form.getInputProps("reason")}
        />
        <Alternatives of={tried === starts_at ? refusal : null} onPick={pick} />
        <Group gap="xs">
          <Button type="submit" loading={sending} disabled={!starts_at}>
            {starts_at
              ? t("reschedule.button", { when: `${format.day(starts_at)}, ${format.time(starts_at)}` })
              : t("reschedule.choose")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common:back")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
