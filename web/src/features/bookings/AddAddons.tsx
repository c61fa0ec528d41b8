import { Button, Checkbox, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Failure, Loading, Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useFormat } from "../../parts/who";
import { useAddons, useServices } from "./choices";
import type { Booking } from "./rules";
import { useChanged } from "./useChange";

interface Props {
  booking: Booking;
  onClose: () => void;
}

/** Adds add-ons to a booking: those of its services that it does not have yet. */
export function AddAddons({ booking, onClose }: Props) {
  const { t } = useTranslation(["bookings", "common"]);
  const format = useFormat();
  const changed = useChanged();
  const services = useServices();
  const addons = useAddons();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { addon_ids: [] as string[] } },
    async (body) => {
      const done = await must(
        api.POST("/bookings/{id}/addons", { params: { path: { id: booking.id } }, body }),
      );
      await changed(done);
      tell(t("addons.done"));
      onClose();
    },
  );
  const failed = services.error ?? addons.error;
  if (failed) return <Failure of={failed} retry={() => [services, addons].forEach(({ retry }) => retry())} />;
  if (!services.complete || !addons.complete) return <Loading />;

  const has = new Set(booking.items.map(({ addon_id }) => addon_id));
  const own = new Set(booking.items.map(({ service_id }) => service_id));
  const possible = new Set(
    services.data?.filter(({ id }) => own.has(id)).flatMap(({ addon_ids }) => addon_ids),
  );
  const choices = (addons.data ?? []).filter(({ id }) => possible.has(id) && !has.has(id));
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={3} size="h4">
          {t("action.add_addons")}
        </Title>
        <Refusal of={refusal} />
        {choices.length === 0 && <Text c="dimmed">{t("addons.none")}</Text>}
        <Checkbox.Group aria-label={t("action.add_addons")} {...form.getInputProps("addon_ids")}>
          <Stack gap="xs">
            {choices.map(({ id, name, price, duration_minutes }) => (
              <Checkbox
                key={id}
                value={id}
                label={name}
                description={[
                  price && format.money(price),
                  duration_minutes > 0 && `+ ${format.duration(duration_minutes)}`,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group gap="xs">
          {choices.length > 0 && (
            <Button type="submit" loading={sending} disabled={form.values.addon_ids.length === 0}>
              {t("common:add")}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {t("common:back")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
