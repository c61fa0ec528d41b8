import { Button, Stack } from "@mantine/core";
import { IconPlus, IconTool } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { Collisions } from "../../parts/Collisions";
import { Listing } from "../../parts/Listing";
import { confirm } from "../../parts/confirm";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { useFormatIn } from "../../i18n/format";
import { MaintenanceForm } from "./MaintenanceForm";
import { MAINTAINED, type Owner, cancel, useMaintenance } from "./maintenance";

interface Props {
  owner: Owner;
  /** The zone its clock is in. */
  zone: string;
}

/** When something is out of order, and the planning of it; what is in the way of a plan is told. */
export function Maintenance({ owner, zone }: Props) {
  const { t } = useTranslation(["catalogue", "common"]);
  const { can } = useWho();
  const { dateTime } = useFormatIn(zone);
  const [now] = useState(() => new Date().toISOString());
  const [planning, setPlanning] = useState(false);
  const [planned, setPlanned] = useState<Schemas["MaintenanceWithCollisions"] | null>(null);
  const rows = useMaintenance(owner, now);
  const { run } = useAction(...MAINTAINED);
  const writes = can(owner.kind === "resource" ? "resources:update" : "locations:update");

  const plan = writes && !planning && (
    <Button
      variant="light"
      leftSection={<IconPlus size={16} aria-hidden />}
      style={{ alignSelf: "flex-start" }}
      onClick={() => setPlanning(true)}
    >
      {t("maintenance.plan")}
    </Button>
  );
  const ask = (id: string, from: string) =>
    confirm({
      title: t("maintenance.cancel_title", { name: owner.name, from }),
      confirm: t("maintenance.cancel"),
      onConfirm: () => run({ send: () => cancel(owner, id), done: t("maintenance.cancelled") }),
    });

  return (
    <Stack>
      {planned && <Collisions {...planned} />}
      {planning ? (
        <MaintenanceForm
          owner={owner}
          zone={zone}
          onCancel={() => setPlanning(false)}
          onPlanned={(made) => {
            setPlanning(false);
            setPlanned(made);
          }}
        />
      ) : (
        plan
      )}
      <Listing
        label={t("maintenance.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "when",
            title: t("maintenance.when"),
            cell: ({ starts_at, ends_at }) => `${dateTime(starts_at)} – ${dateTime(ends_at)}`,
          },
          { key: "reason", title: t("maintenance.reason"), cell: ({ reason }) => reason || "–" },
          {
            key: "actions",
            title: t("common:actions"),
            align: "right",
            cell: ({ id, starts_at }) =>
              writes && (
                <Button variant="subtle" size="compact-sm" onClick={() => ask(id, dateTime(starts_at))}>
                  {t("maintenance.cancel")}
                </Button>
              ),
          },
        ]}
        empty={<Empty icon={<IconTool />} title={t("maintenance.none")} />}
      />
    </Stack>
  );
}
