import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { asChoices } from "./choices";

interface Props {
  /** A client's id. */
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** A client is found as somebody types. */
export function ClientFilter({ value, onChange }: Props) {
  const { t } = useTranslation("bookings");
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const chosen = $api.useQuery(
    "get",
    "/clients/{id}",
    { params: { path: { id: value ?? "" } } },
    { enabled: !!value },
  ).data;
  const found = $api.useQuery(
    "get",
    "/clients",
    { params: { query: { limit: 10, ...(search && search !== chosen?.name ? { search } : {}) } } },
    { placeholderData: keepPreviousData },
  );
  const others = (found.data?.data ?? []).filter(({ id }) => id !== value);
  return (
    <Select
      label={t("client")}
      placeholder={t("filter.anybody")}
      clearable
      searchable
      filter={({ options }) => options}
      nothingFoundMessage={t("new.no_client")}
      data={asChoices(value && chosen ? [chosen, ...others] : others)}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value && chosen ? value : null}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
