import { Button, Drawer, SegmentedControl } from "@mantine/core";
import { IconCategory, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { $operator } from "../../api/operator";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { ServiceTypeActions } from "./ServiceTypeActions";
import { ServiceTypeForm } from "./ServiceTypeForm";
import { useOperatorFormat } from "./format";

type ServiceType = Schemas["ServiceType"];

/** Kinds of service that every company chooses from. */
export function ServiceTypes() {
  const { t } = useTranslation(["operator", "common"]);
  const [archived, setArchived] = useState(false);
  const [editing, setEditing] = useState<ServiceType | "new" | null>(null);
  const rows = $operator.useInfiniteQuery(
    "get",
    "/platform/service-types",
    { params: { query: { archived, limit: 50 } } },
    paged,
  );
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing("new")}>
      {t("types.add")}
    </Button>
  );
  return (
    <Page title={t("types.title")} about={t("types.about")} actions={add}>
      <SegmentedControl
        aria-label={t("types.which")}
        value={archived ? "archived" : "active"}
        onChange={(which) => setArchived(which === "archived")}
        data={[
          { value: "active", label: t("types.active") },
          { value: "archived", label: t("common:archived") },
        ]}
        style={{ alignSelf: "flex-start" }}
      />
      <Listing
        label={t("types.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns(setEditing)}
        empty={
          archived ? (
            <Empty icon={<IconCategory />} title={t("types.none_archived")} />
          ) : (
            <Empty icon={<IconCategory />} title={t("types.none")} text={t("types.about")} action={add} />
          )
        }
      />
      <Drawer
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing === "new" ? t("types.add") : t("types.edit")}
        position="right"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {editing && (
          <ServiceTypeForm
            {...(editing === "new" ? {} : { type: editing })}
            onSaved={() => setEditing(null)}
          />
        )}
      </Drawer>
    </Page>
  );
}

function useColumns(onEdit: (type: ServiceType) => void): Column<ServiceType>[] {
  const { t } = useTranslation(["operator", "common"]);
  const format = useOperatorFormat();
  return [
    { key: "name", title: t("types.name"), cell: ({ name }) => name },
    { key: "description", title: t("types.description"), cell: ({ description }) => description || "–" },
    { key: "since", title: t("types.since"), cell: ({ created_at }) => format.date(created_at) },
    {
      key: "actions",
      title: t("common:actions"),
      align: "right",
      cell: (type) => <ServiceTypeActions type={type} onEdit={() => onEdit(type)} />,
    },
  ];
}
