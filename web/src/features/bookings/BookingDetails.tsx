import {
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  TextInput,
  Textarea,
} from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import type { Basket } from "./basket";
import { asChoices, useLocations, useStaff } from "./choices";
import type { Making } from "./useNewBooking";

interface Props {
  making: Making;
  basket: Basket;
}

/** By whom, where, for how many: as far as the chosen services leave a choice. */
export function BookingDetails({ making: { draft, form, put }, basket }: Props) {
  const { t } = useTranslation("bookings");
  const staff = useStaff();
  const locations = useLocations();
  const able = staff.data?.filter(({ skills }) => basket.skills.every((skill) => skills.includes(skill)));
  return (
    <Stack>
      {basket.needsStaff && (
        <Select
          label={t("staff")}
          placeholder={t("new.anybody")}
          data={asChoices(able)}
          clearable
          searchable
          {...form.getInputProps("staff_id")}
          onChange={(staff_id) => put({ staff_id })}
        />
      )}
      {basket.places.length > 1 && (
        <SegmentedControl
          aria-label={t("place.title")}
          value={draft.place}
          onChange={(place) => put({ place: place === "on_site" ? "on_site" : "location" })}
          data={[
            { value: "location", label: t("place.location") },
            { value: "on_site", label: t("place.on_site") },
          ]}
        />
      )}
      {draft.place === "location" && (locations.data?.length ?? 0) > 1 && (
        <Select
          label={t("location")}
          placeholder={t("new.anywhere")}
          data={asChoices(locations.data)}
          clearable
          {...form.getInputProps("location_id")}
          onChange={(location_id) => put({ location_id })}
        />
      )}
      {draft.place === "on_site" && (
        <>
          <TextInput label={t("street")} required {...form.getInputProps("address.street")} />
          <Group grow align="flex-start">
            <TextInput label={t("zip")} {...form.getInputProps("address.zip")} />
            <TextInput label={t("city")} required {...form.getInputProps("address.city")} />
          </Group>
        </>
      )}
      {basket.maxParty > 1 && (
        <NumberInput
          label={t("party")}
          min={1}
          max={basket.maxParty}
          allowDecimal={false}
          clampBehavior="strict"
          {...form.getInputProps("party_size")}
          onChange={(size) => put({ party_size: Number(size) || 1 })}
        />
      )}
      {basket.hasExpress && (
        <Checkbox
          label={t("express")}
          checked={draft.express}
          onChange={(event) => put({ express: event.currentTarget.checked })}
        />
      )}
      {draft.client && (
        <AssetChoice
          client={draft.client.id}
          value={draft.asset_id}
          onChange={(asset_id) => put({ asset_id })}
        />
      )}
      <Textarea
        label={t("notes")}
        description={t("new.notes_hint")}
        autosize
        minRows={1}
        maxLength={1000}
        {...form.getInputProps("notes")}
      />
    </Stack>
  );
}

interface AssetChoiceProps {
  client: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

function AssetChoice({ client, value, onChange }: AssetChoiceProps) {
  const { t } = useTranslation("bookings");
  const assets = $api.useQuery("get", "/clients/{id}/assets", {
    params: { path: { id: client }, query: { limit: 50 } },
  });
  if (!assets.data?.data.length) return null;
  return (
    <Select
      label={t("asset")}
      clearable
      data={asChoices(assets.data.data)}
      value={value}
      onChange={onChange}
    />
  );
}
