import { IconPuzzle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { paged } from "../../parts/paged";
import { Register } from "../../parts/Register";
import { useFormat } from "../../parts/who";
import { AddonForm } from "./AddonForm";

/** What can be booked on top of a service. */
export function Addons() {
  const { t } = useTranslation("catalogue");
  const { money, duration } = useFormat();
  return (
    <Register
      title={t("addons.title")}
      about={t("addons.about")}
      add={t("addons.add")}
      none={t("addons.none")}
      noneText={t("addons.none_text")}
      icon={<IconPuzzle />}
      root="/addons"
      may={{ create: "services:create", update: "services:update", delete: "services:delete" }}
      useRows={useRows}
      columns={[
        {
          key: "duration",
          title: t("fields.longer"),
          cell: ({ duration_minutes }) => (duration_minutes > 0 ? `+${duration(duration_minutes)}` : "–"),
        },
        { key: "price", title: t("fields.price"), cell: ({ price }) => money(price), align: "right" },
      ]}
      form={(addon, onSaved) => <AddonForm {...(addon ? { addon } : {})} onSaved={onSaved} />}
      archive={(id) => api.POST("/addons/{id}/archive", { params: { path: { id } } })}
      restore={(id) => api.POST("/addons/{id}/restore", { params: { path: { id } } })}
      remove={(id) => api.DELETE("/addons/{id}", { params: { path: { id } } })}
    />
  );
}

function useRows(archived: boolean) {
  return $api.useInfiniteQuery("get", "/addons", { params: { query: { archived, limit: 50 } } }, paged);
}
