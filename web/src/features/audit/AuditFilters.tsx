import { Autocomplete, Group, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { DateField } from "../../parts/DateField";
import { useWho } from "../../parts/who";
import { useWords } from "../../parts/words";
import type { AuditFilter } from "./filter";
import { TABLES } from "./tables";

const ACTIONS = ["insert", "update", "delete"] as const;

interface Props {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

/** Which changes are looked at. */
export function AuditFilters({ filter, onChange }: Props) {
  const { t } = useTranslation("audit");
  const { can } = useWho();
  const tableName = useWords("audit", "tables");
  const members = $api.useQuery(
    "get",
    "/members",
    { params: { query: { limit: 100 } } },
    { enabled: can("members:read") },
  );
  const people = (members.data?.data ?? []).flatMap(({ user_id, name }) =>
    user_id ? [{ value: user_id, label: name }] : [],
  );
  const clear = { clearable: true, clearButtonProps: { "aria-label": t("filter.clear"), tabIndex: 0 } };
  const set = (part: Partial<AuditFilter>) => onChange({ ...filter, ...part });
  const tables = TABLES.map((table) => ({ value: table, label: tableName(table) })).sort((a, b) =>
    a.label.localeCompare(b.label),
  );
  return (
    <Group gap="sm" align="flex-end">
      {can("members:read") && (
        <Select
          label={t("who")}
          placeholder={t("filter.anybody")}
          searchable
          {...clear}
          w={{ base: "100%", xs: 180 }}
          data={people}
          value={filter.actor_id || null}
          onChange={(actor_id) => set({ actor_id: actor_id ?? "" })}
        />
      )}
      <Select
        label={t("filter.table")}
        placeholder={t("filter.anything")}
        searchable
        {...clear}
        w={{ base: "100%", xs: 180 }}
        data={
          filter.table && !TABLES.includes(filter.table)
            ? [{ value: filter.table, label: tableName(filter.table) }, ...tables]
            : tables
        }
        value={filter.table || null}
        onChange={(table) => set({ table: table ?? "" })}
      />
      <Select
        label={t("filter.action")}
        placeholder={t("filter.anything")}
        {...clear}
        w={{ base: "100%", xs: 140 }}
        data={ACTIONS.map((value) => ({ value, label: t(`actions.${value}`) }))}
        value={filter.action || null}
        onChange={(word) => set({ action: ACTIONS.find((action) => action === word) ?? "" })}
      />
      <DateField
        label={t("filter.from")}
        {...clear}
        w={{ base: "100%", xs: 150 }}
        maxDate={filter.to || undefined}
        value={filter.from || null}
        onChange={(from) => set({ from: from ?? "" })}
      />
      <DateField
        label={t("filter.to")}
        {...clear}
        w={{ base: "100%", xs: 150 }}
        minDate={filter.from || undefined}
        value={filter.to || null}
        onChange={(to) => set({ to: to ?? "" })}
      />
      {filter.row_id && (
        <Autocomplete
          label={t("filter.row")}
          w={{ base: "100%", xs: 320 }}
          {...clear}
          value={filter.row_id}
          onChange={(row_id) => set({ row_id })}
        />
      )}
    </Group>
  );
}
