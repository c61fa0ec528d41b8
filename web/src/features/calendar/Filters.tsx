import {
  Badge,
  Box,
  Button,
  Checkbox,
  Group,
  Popover,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
} from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { asChoices, useServices } from "../bookings/choices";
import { Mark } from "./Mark";
import { BYS, type CalendarSearch, STATUSES, USUAL } from "./search";

type Row = { id: string; name: string };

interface Props {
  search: CalendarSearch;
  staff: Row[];
  locations: Row[];
  go: (to: CalendarSearch) => void;
}

/** Which bookings are shown, and how a day is divided. */
export function Filters({ search, staff, locations, go }: Props) {
  const { t } = useTranslation("calendar");
  const chosen = [search.staff, search.location, search.service, search.status].filter(Boolean).length;
  return (
    <Popover position="bottom-end" width={300} trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant={chosen > 0 ? "light" : "default"}
          px={{ base: "xs", sm: "md" }}
          flex="none"
          rightSection={
            chosen > 0 ? (
              <Badge size="sm" circle>
                {chosen}
              </Badge>
            ) : undefined
          }
          aria-label={chosen > 0 ? t("filters.some", { count: chosen }) : t("filters.title")}
        >
          <IconAdjustmentsHorizontal size={16} aria-hidden />
          <Box component="span" visibleFrom="sm" ml="xs">
            {t("filters.title")}
          </Box>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("filters.title")} mah="70dvh" style={{ overflow: "auto" }}>
        <Fields search={search} staff={staff} locations={locations} go={go} chosen={chosen} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Fields({ search, staff, locations, go, chosen }: Props & { chosen: number }) {
  const { t } = useTranslation(["calendar", "bookings"]);
  const services = useServices().data;
  const statuses = search.status ?? USUAL;
  const inPopover = { withinPortal: false } as const;
  return (
    <Stack gap="sm">
      {locations.length > 1 && (
        <div>
          <Text size="sm" fw={500} mb={4} id="calendar-by">
            {t("by.title")}
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="calendar-by"
            value={search.by ?? "staff"}
            onChange={(value) => go({ by: value === "location" ? "location" : undefined })}
            data={BYS.map((by) => ({ value: by, label: t(`by.${by}`) }))}
          />
        </div>
      )}
      <Select
        label={t("filters.staff")}
        placeholder={t("filters.everybody")}
        clearable
        searchable
        openOnFocus={false}
        data={asChoices(staff)}
        value={search.staff ?? null}
        onChange={(value) => go({ staff: value ?? undefined })}
        comboboxProps={inPopover}
      />
      {locations.length > 1 && (
        <Select
          label={t("filters.location")}
          placeholder={t("filters.everywhere")}
          clearable
          data={asChoices(locations)}
          value={search.location ?? null}
          onChange={(value) => go({ location: value ?? undefined })}
          comboboxProps={inPopover}
        />
      )}
      <Select
        label={t("filters.service")}
        placeholder={t("filters.every_service")}
        clearable
        searchable
        openOnFocus={false}
        data={asChoices(services)}
        value={search.service ?? null}
        onChange={(value) => go({ service: value ?? undefined })}
        comboboxProps={inPopover}
      />
      <Checkbox.Group
        label={t("filters.status")}
        value={[...statuses]}
        onChange={(values) => {
          const status = STATUSES.filter((each) => values.includes(each));
          go({ status: status.join() === USUAL_IN_ORDER || status.length === 0 ? undefined : status });
        }}
      >
        <Stack gap={6} mt={4}>
          {STATUSES.map((status) => (
            <Checkbox
              key={status}
              value={status}
              label={
                <Group gap={6} wrap="nowrap" className={`fd-status fd-is-${status}`}>
                  <span style={{ color: "var(--fd-color, var(--mantine-color-dimmed))", display: "flex" }}>
                    <Mark status={status} />
                  </span>
                  {t(`bookings:status.${status}`)}
                </Group>
              }
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Switch
        label={t("filters.all_hours")}
        checked={search.hours === "all"}
        onChange={(event) => go({ hours: event.currentTarget.checked ? "all" : undefined })}
      />
      <Button
        variant="subtle"
        disabled={chosen === 0}
        onClick={() => go({ staff: undefined, location: undefined, service: undefined, status: undefined })}
      >
        {t("filters.clear")}
      </Button>
    </Stack>
  );
}

const USUAL_IN_ORDER = STATUSES.filter((status) => USUAL.includes(status)).join();
