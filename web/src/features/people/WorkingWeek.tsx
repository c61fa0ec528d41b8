import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { WeekEditor } from "../../parts/WeekEditor";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";

/** The week that somebody works. */
export function WorkingWeek({ id }: { id: string }) {
  const { t } = useTranslation(["people", "common"]);
  const { can } = useWho();
  const { run, busy } = useAction("/staff", "/availability");
  const params = { path: { id } };
  const { data, error, refetch } = $api.useQuery("get", "/staff/{id}/working-hours", { params });
  return (
    <WeekEditor
      title={t("hours.week")}
      about={t("hours.week_about")}
      hours={data?.hours}
      error={error}
      retry={() => void refetch()}
      none={t("hours.free")}
      empty={t("hours.week_empty")}
      writes={can("staff:update")}
      busy={busy}
      onSave={(hours, then) =>
        run({
          send: () => api.PUT("/staff/{id}/working-hours", { params, body: { hours } }),
          done: t("common:saved"),
          then,
        })
      }
    />
  );
}
