import { Badge, Drawer } from "@mantine/core";
import { IconArmchair, IconTool } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { paged } from "../../parts/paged";
import { Register } from "../../parts/Register";
import { useFormat, useWho } from "../../parts/who";
import { Maintenance } from "./Maintenance";
import { ResourceForm } from "./ResourceForm";
import { useLocations } from "./lists";

type Resource = Schemas["Resource"];

const COLOURS = { free: "teal", busy: "blue", maintenance: "orange" } as const;

/** Rooms, chairs, machines: what a service takes besides somebody's time. */
export function Resources() {
  const { t } = useTranslation(["catalogue", "common"]);
  const { company } = useWho();
  const { number } = useFormat();
  const locations = useLocations();
  const [kept, setKept] = useState<Resource | null>(null);
  const location = (id: string | null | undefined) => locations.data?.find((one) => one.id === id);
  return (
    <>
      <Register
        title={t("resources.title")}
        about={t("resources.about")}
        add={t("resources.add")}
        none={t("resources.none")}
        noneText={t("resources.none_text")}
        icon={<IconArmchair />}
        root="/resources"
        may={{ create: "resources:create", update: "resources:update" }}
        useRows={useRows}
        columns={[
          { key: "kind", title: t("fields.kind"), cell: ({ kind }) => kind },
          {
            key: "state",
            title: t("resources.now"),
            cell: ({ state }) => (
              <Badge variant="dot" color={COLOURS[state]} tt="none">
                {t(`resources.state.${state}`)}
              </Badge>
            ),
          },
          {
            key: "units",
            title: t("resources.free_units"),
            cell: ({ free_units, capacity }) =>
              t("resources.free_of", { free: number(free_units), of: number(capacity) }),
          },
          {
            key: "location",
            title: t("fields.location"),
            cell: ({ location_id }) => location(location_id)?.name ?? t("resources.anywhere"),
          },
        ]}
        form={(resource, onSaved) => <ResourceForm {...(resource ? { resource } : {})} onSaved={onSaved} />}
        archive={(id) => api.POST("/resources/{id}/archive", { params: { path: { id } } })}
        restore={(id) => api.POST("/resources/{id}/restore", { params: { path: { id } } })}
        more={(resource) => [
          {
            label: t("maintenance.title"),
            icon: <IconTool size={16} aria-hidden />,
            onClick: () => setKept(resource),
          },
        ]}
      />
      <Drawer
        opened={kept !== null}
        onClose={() => setKept(null)}
        position="right"
        size="lg"
        title={t("maintenance.of", { name: kept?.name ?? "" })}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {kept && (
          <Maintenance
            owner={{ kind: "resource", id: kept.id, name: kept.name }}
            zone={location(kept.location_id)?.time_zone ?? company.time_zone}
          />
        )}
      </Drawer>
    </>
  );
}

function useRows(archived: boolean) {
  return $api.useInfiniteQuery("get", "/resources", { params: { query: { archived, limit: 50 } } }, paged);
}
