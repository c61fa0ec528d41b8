import { Button, Collapse, Group, Select, SimpleGrid, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter, IconFilterOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { DateField } from "../../parts/DateField";
import { useWho } from "../../parts/who";
import { ClientFilter } from "./ClientFilter";
import { asChoices, useLocations, useStaff } from "./choices";
import { STATUSES } from "./rules";
import type { BookingsSearch } from "./search";

interface Props {
  search: BookingsSearch;
  /** Whether anything is said. */
  filtered: boolean;
  onChange: (change: Partial<BookingsSearch>) => void;
}

const NOTHING: Partial<BookingsSearch> = {
  from: undefined,
  to: undefined,
  status: undefined,
  staff: undefined,
  location: undefined,
  client: undefined,
};

/** Which bookings are shown. */
export function BookingFilters({ search, filtered, onChange }: Props) {
  const { t } = useTranslation("bookings");
  const { can } = useWho();
  const staff = useStaff();
  const locations = useLocations();
  const [opened, more] = useDisclosure(!!(search.staff ?? search.location ?? search.client));
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        <DateField
          label={t("filter.from")}
          w={150}
          value={search.from ?? null}
          onChange={(from) => onChange({ from: from ?? undefined })}
        />
        <DateField
          label={t("filter.to")}
          placeholder={t("filter.open_end")}
          w={150}
          clearable
          clearButtonProps={{ "aria-label": t("filter.clear") }}
          value={search.to ?? null}
          {...(search.from ? { minDate: search.from } : {})}
          onChange={(to) => onChange({ to: to ?? undefined })}
        />
        <Select
          label={t("status_title")}
          placeholder={t("filter.any")}
          clearable
          w={220}
          data={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
          value={search.status ?? null}
          onChange={(value) => onChange({ status: STATUSES.find((status) => status === value) })}
        />
        <Button
          variant="default"
          leftSection={<IconFilter size={16} aria-hidden />}
          aria-expanded={opened}
          onClick={more.toggle}
        >
          {t("filter.more")}
        </Button>
        {filtered && (
          <Button
            variant="subtle"
            leftSection={<IconFilterOff size={16} aria-hidden />}
            onClick={() => onChange(NOTHING)}
          >
            {t("filter.clear")}
          </Button>
        )}
      </Group>
      <Collapse expanded={opened}>
        <SimpleGrid cols={{ base: 1, sm: 3 }} maw={800}>
          {can("staff:read") && (
            <Select
              label={t("staff")}
              placeholder={t("filter.anybody")}
              clearable
              searchable
              data={asChoices(staff.data)}
              value={search.staff ?? null}
              onChange={(value) => onChange({ staff: value ?? undefined })}
            />
          )}
          {can("locations:read") && (
            <Select
              label={t("location")}
              placeholder={t("filter.any")}
              clearable
              data={asChoices(locations.data)}
              value={search.location ?? null}
              onChange={(value) => onChange({ location: value ?? undefined })}
            />
          )}
          {can("clients:read") && (
            <ClientFilter value={search.client} onChange={(client) => onChange({ client })} />
          )}
        </SimpleGrid>
      </Collapse>
    </Stack>
  );
}
