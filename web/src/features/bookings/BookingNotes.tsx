import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { api, ifMatch } from "../../api/client";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import type { Booking } from "./rules";
import { useChanged } from "./useChange";

/** What staff keep beside a booking; clients never see it. */
export function BookingNotes({ booking }: { booking: Booking }) {
  const { t } = useTranslation(["bookings", "common"]);
  const changed = useChanged();
  const mayWrite = useWho().can("bookings:update");
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { staff_notes: booking.staff_notes } },
    async (body) => {
      const done = await must(
        api.PATCH("/bookings/{id}", {
          params: { path: { id: booking.id }, header: ifMatch(booking.version) },
          body,
        }),
      );
      await changed(done);
      tell(t("common:saved"));
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea
          label={t("staff_notes")}
          description={t("staff_notes_hint")}
          autosize
          minRows={2}
          maxLength={2000}
          readOnly={!mayWrite}
          {...form.getInputProps("staff_notes")}
        />
        <Refusal of={refusal} />
        {form.values.staff_notes !== booking.staff_notes && (
          <Group gap="xs">
            <Button type="submit" size="xs" loading={sending}>
              {t("common:save")}
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => form.setValues({ staff_notes: booking.staff_notes })}
            >
              {t("common:cancel")}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
