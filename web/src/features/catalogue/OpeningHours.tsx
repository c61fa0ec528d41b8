import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { WeekEditor } from "../../parts/WeekEditor";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";

/** When a location is open. */
export function OpeningHours({ id }: { id: string }) {
  const { t } = useTranslation(["catalogue", "common"]);
  const { can } = useWho();
  const { run, busy } = useAction("/locations", "/availability");
  const params = { path: { id } };
  const { data, error, refetch } = $api.useQuery("get", "/locations/{id}/opening-hours", { params });
  return (
    <WeekEditor
      title={t("locations.hours")}
      about={t("locations.hours_about")}
      hours={data?.hours}
      error={error}
      retry={() => void refetch()}
      none={t("locations.closed")}
      empty={t("locations.always_open")}
      writes={can("locations:update")}
      busy={busy}
      onSave={(hours, then) =>
        run({
          send: () => api.PUT("/locations/{id}/opening-hours", { params, body: { hours } }),
          done: t("common:saved"),
          then,
        })
      }
    />
  );
}
