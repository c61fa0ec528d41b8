import { IconFolders } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { paged } from "../../parts/paged";
import { Register } from "../../parts/Register";
import { CategoryForm } from "./CategoryForm";
import { useServices } from "./lists";

/** The headings that services are listed under. */
export function Categories() {
  const { t } = useTranslation("catalogue");
  const services = useServices();
  return (
    <Register
      title={t("categories.title")}
      about={t("categories.about")}
      add={t("categories.add")}
      none={t("categories.none")}
      noneText={t("categories.none_text")}
      icon={<IconFolders />}
      root="/service-categories"
      may={{ create: "services:create", update: "services:update", delete: "services:delete" }}
      useRows={useRows}
      columns={[
        {
          key: "services",
          title: t("services.title"),
          cell: ({ id }) => (services.data ?? []).filter(({ category_id }) => category_id === id).length,
        },
        { key: "description", title: t("fields.description"), cell: ({ description }) => description || "–" },
      ]}
      form={(category, onSaved) => <CategoryForm {...(category ? { category } : {})} onSaved={onSaved} />}
      archive={(id) => api.POST("/service-categories/{id}/archive", { params: { path: { id } } })}
      restore={(id) => api.POST("/service-categories/{id}/restore", { params: { path: { id } } })}
      remove={(id) => api.DELETE("/service-categories/{id}", { params: { path: { id } } })}
    />
  );
}

function useRows(archived: boolean) {
  return $api.useInfiniteQuery(
    "get",
    "/service-categories",
    { params: { query: { archived, limit: 50 } } },
    paged,
  );
}
