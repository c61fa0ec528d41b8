import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { paged } from "../../parts/paged";
import { useAll } from "../../parts/useAll";
import { type Kind, narrowed } from "./kinds";

const ALL = { params: { query: { limit: 100 } } };

interface Props {
  kind: Kind;
  form: { getInputProps: (path: "staff_id" | "service_id" | "location_id") => object };
}

/** To whom, to what and to where a report is narrowed, as far as that means something to its kind. */
export function Narrowing({ kind, form }: Props) {
  const { t } = useTranslation("reports");
  const by = narrowed(kind);
  const staff = useAll($api.useInfiniteQuery("get", "/staff", ALL, paged));
  const services = useAll($api.useInfiniteQuery("get", "/services", ALL, paged));
  const locations = useAll($api.useInfiniteQuery("get", "/locations", ALL, paged));
  const options = (rows: { id: string; name: string }[] | undefined) =>
    rows?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return (
    <>
      {by.staff && (
        <Select
          label={t("narrow.staff")}
          placeholder={t("narrow.everybody")}
          clearable
          searchable
          data={options(staff.data)}
          {...form.getInputProps("staff_id")}
        />
      )}
      {by.service && (
        <Select
          label={t("narrow.service")}
          placeholder={t("narrow.all")}
          clearable
          searchable
          data={options(services.data)}
          {...form.getInputProps("service_id")}
        />
      )}
      {by.location && (locations.data?.length ?? 0) > 1 && (
        <Select
          label={t("narrow.location")}
          placeholder={t("narrow.everywhere")}
          clearable
          searchable
          data={options(locations.data)}
          {...form.getInputProps("location_id")}
        />
      )}
    </>
  );
}
