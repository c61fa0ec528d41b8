import { Group, Select, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import type { Brush } from "./plan";

interface Props {
  brush: Brush;
  onChange: (brush: Brush) => void;
  locations: Schemas["Location"][];
}

/** What a press on a free cell plans. */
export function BrushBar({ brush, onChange, locations }: Props) {
  const { t } = useTranslation("shifts");
  return (
    <Group gap="xs" align="flex-end" role="group" aria-label={t("brush")}>
      <TextInput
        type="time"
        label={t("from")}
        value={brush.starts}
        onChange={({ currentTarget }) => onChange({ ...brush, starts: currentTarget.value })}
      />
      <TextInput
        type="time"
        label={t("to")}
        value={brush.ends}
        onChange={({ currentTarget }) => onChange({ ...brush, ends: currentTarget.value })}
      />
      {locations.length > 1 && (
        <Select
          label={t("location")}
          placeholder={t("location_usual")}
          clearable
          data={locations.map(({ id, name }) => ({ value: id, label: name }))}
          value={brush.location_id}
          onChange={(location_id) => onChange({ ...brush, location_id })}
        />
      )}
      <Text size="sm" c="dimmed" pb={6} flex="1 1 240px">
        {t("brush_hint")}
      </Text>
    </Group>
  );
}
