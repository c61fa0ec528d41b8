import { Button, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { stale } from "../../api/stale";
import { dateIn, momentIn } from "../../i18n/format";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { MomentField } from "../../parts/MomentField";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useFormat } from "../../parts/who";

/** Everything since a moment is sent once more. */
export function ReplayForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation("developers");
  const { zone, zoneName } = useFormat();
  const queries = useQueryClient();
  const [today] = useState(() => dateIn(Date.now(), zone));
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { since: `${today}T00:00` } },
    async ({ since }) => {
      await must(
        api.POST("/webhooks/{id}/replay", {
          params: { path: { id } },
          body: { since: momentIn(since, zone) },
        }),
      );
      await stale(queries, "/webhooks");
      tell(t("hooks.replaying"));
      onDone();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <Text size="sm">{t("hooks.replay_about")}</Text>
        <MomentField label={`${t("hooks.replay_from")} (${zoneName()})`} {...form.getInputProps("since")} />
        <Button type="submit" loading={sending}>
          {t("hooks.replay")}
        </Button>
      </Stack>
    </form>
  );
}
