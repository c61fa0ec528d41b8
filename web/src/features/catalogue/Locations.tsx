import { IconMapPin } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { paged } from "../../parts/paged";
import { Register } from "../../parts/Register";
import { TextLink } from "../../parts/links";
import { useFormat } from "../../parts/who";
import { LocationForm } from "./LocationForm";

/** Where the company works. */
export function Locations() {
  const { t } = useTranslation("catalogue");
  const { number } = useFormat();
  return (
    <Register
      title={t("locations.title")}
      about={t("locations.about")}
      add={t("locations.add")}
      none={t("locations.none")}
      noneText={t("locations.none_text")}
      icon={<IconMapPin />}
      root="/locations"
      may={{ create: "locations:create", update: "locations:update" }}
      useRows={useRows}
      name={({ id, name }) => (
        <TextLink to="/catalogue/locations/$id" params={{ id }} fw={500}>
          {name}
        </TextLink>
      )}
      columns={[
        {
          key: "address",
          title: t("locations.address"),
          cell: ({ street, zip, city }) =>
            [street, [zip, city].filter(Boolean).join(" ")].filter(Boolean).join(", ") || "–",
        },
        { key: "phone", title: t("locations.phone"), cell: ({ phone }) => phone ?? "–" },
        { key: "zone", title: t("fields.zone"), cell: ({ time_zone }) => time_zone },
        {
          key: "places",
          title: t("fields.places"),
          align: "right",
          cell: ({ capacity }) => number(capacity),
        },
      ]}
      form={(location, onSaved) => <LocationForm {...(location ? { location } : {})} onSaved={onSaved} />}
      archive={(id) => api.POST("/locations/{id}/archive", { params: { path: { id } } })}
      restore={(id) => api.POST("/locations/{id}/restore", { params: { path: { id } } })}
    />
  );
}

function useRows(archived: boolean) {
  return $api.useInfiniteQuery("get", "/locations", { params: { query: { archived, limit: 50 } } }, paged);
}
