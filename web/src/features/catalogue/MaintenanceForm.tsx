import { Button, Card, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { addDays, momentIn, todayIn } from "../../i18n/format";
import { MomentField } from "../../parts/MomentField";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { MAINTAINED, type Owner, plan } from "./maintenance";

interface Props {
  owner: Owner;
  /** The zone its clock is in. */
  zone: string;
  onCancel: () => void;
  onPlanned: (made: Schemas["MaintenanceWithCollisions"]) => void;
}

/** Maintenance is planned: from tomorrow on, unless something else is said. */
export function MaintenanceForm({ owner, zone, onCancel, onPlanned }: Props) {
  const { t } = useTranslation(["catalogue", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        starts_at: `${addDays(todayIn(zone), 1)}T09:00`,
        ends_at: `${addDays(todayIn(zone), 1)}T18:00`,
        reason: "",
      },
    },
    async ({ starts_at, ends_at, reason }) => {
      const body = { starts_at: momentIn(starts_at, zone), ends_at: momentIn(ends_at, zone), reason };
      const made = await saved(queries, plan(owner, body), ...MAINTAINED);
      tell(t("maintenance.planned"));
      onPlanned(made);
    },
  );
  return (
    <Card withBorder component="form" onSubmit={submit} aria-label={t("maintenance.plan")}>
      <Stack>
        <Refusal of={refusal} />
        <Text size="sm" c="dimmed">
          {t("maintenance.about")}
        </Text>
        <MomentField label={t("maintenance.from")} {...form.getInputProps("starts_at")} />
        <MomentField label={t("maintenance.to")} {...form.getInputProps("ends_at")} />
        <TextInput label={t("maintenance.reason")} maxLength={500} {...form.getInputProps("reason")} />
        <Group>
          <Button type="submit" loading={sending}>
            {t("maintenance.plan")}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t("common:cancel")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
