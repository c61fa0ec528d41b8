import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { Section } from "../../parts/Section";
import { WeekHours } from "../../parts/WeekHours";
import { WeekSummary } from "../../parts/WeekSummary";
import { Failure, Loading } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { type Hours, WEEKDAYS, hasFault, ofDay } from "../../parts/weekHours";
import { useWho } from "../../parts/who";

/** When a location is open. */
export function OpeningHours({ id }: { id: string }) {
  const { t } = useTranslation(["catalogue", "common"]);
  const { can } = useWho();
  const [typed, setTyped] = useState<Hours[] | null>(null);
  const { run, busy } = useAction("/locations", "/availability");
  const path = { path: { id } };
  const { data, error, refetch } = $api.useQuery("get", "/locations/{id}/opening-hours", { params: path });
  const save = (hours: Hours[]) =>
    run({
      send: () => api.PUT("/locations/{id}/opening-hours", { params: path, body: { hours } }),
      done: t("common:saved"),
      then: () => setTyped(null),
    });
  const edit = can("locations:update") && !typed && data && (
    <Button variant="default" onClick={() => setTyped(data.hours)}>
      {t("common:edit")}
    </Button>
  );
  return (
    <Section title={t("locations.hours")} about={t("locations.hours_about")} actions={edit}>
      {error && !data ? (
        <Failure of={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : typed ? (
        <>
          <WeekHours value={typed} onChange={setTyped} none={t("locations.closed")} />
          <Group>
            <Button
              loading={busy}
              disabled={WEEKDAYS.some((day) => hasFault(ofDay(typed, day)))}
              onClick={() => save(typed)}
            >
              {t("common:save")}
            </Button>
            <Button variant="default" onClick={() => setTyped(null)}>
              {t("common:cancel")}
            </Button>
          </Group>
        </>
      ) : data.hours.length === 0 ? (
        <Text>{t("locations.always_open")}</Text>
      ) : (
        <WeekSummary hours={data.hours} none={t("locations.closed")} />
      )}
    </Section>
  );
}
