import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { type Stretch, another, fault } from "./weekHours";

interface Props {
  /** What the hours are of, for screen readers: a day. */
  label: string;
  value: Stretch[];
  onChange: (stretches: Stretch[]) => void;
}

/** The hours of one day, with as many breaks as there are. */
export function DayHours({ label, value, onChange }: Props) {
  const { t } = useTranslation(["parts", "common"]);
  const set = (index: number, change: Partial<Stretch>) =>
    onChange(value.map((stretch, at) => (at === index ? { ...stretch, ...change } : stretch)));
  return (
    <Stack gap={6} role="group" aria-label={label}>
      {value.map(({ starts, ends }, index) => {
        const wrong = fault(value, index);
        return (
          <div key={index}>
            <Group gap={6} wrap="nowrap">
              <TextInput
                type="time"
                aria-label={t("hours_from", { day: label })}
                value={starts}
                error={wrong !== null}
                onChange={({ currentTarget }) => set(index, { starts: currentTarget.value })}
              />
              <Text component="span" aria-hidden>
                –
              </Text>
              <TextInput
                type="time"
                aria-label={t("hours_to", { day: label })}
                value={ends === "24:00" ? "00:00" : ends}
                error={wrong !== null}
                onChange={({ currentTarget: { value } }) =>
                  set(index, { ends: value === "00:00" ? "24:00" : value })
                }
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t("hours_remove", { day: label, from: starts, to: ends })}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
            {wrong && (
              <Text size="xs" c="var(--mantine-color-error)" role="alert">
                {t(wrong === "order" ? "hours_order" : "hours_overlap")}
              </Text>
            )}
          </div>
        );
      })}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        style={{ alignSelf: "flex-start" }}
        aria-label={t("hours_add_to", { day: label })}
        onClick={() => onChange([...value, another(value)])}
      >
        {t("hours_add")}
      </Button>
    </Stack>
  );
}
