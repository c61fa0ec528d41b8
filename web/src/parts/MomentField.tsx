import { Fieldset, Group, Input, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DateField } from "./DateField";

interface Props {
  label: string;
  /** What a wall clock shows, as `YYYY-MM-DDTHH:MM`; empty: nothing stands there. */
  value?: string;
  onChange: (local: string) => void;
  error?: ReactNode;
}

/** A day and a time on it, on somebody's wall clock. */
export function MomentField({ label, value = "", onChange, error }: Props) {
  const { t } = useTranslation("parts");
  const [date = "", time = ""] = value.split("T");
  return (
    <Fieldset variant="unstyled" legend={label}>
      <Group gap="xs" wrap="nowrap">
        <DateField
          flex={1}
          required
          aria-label={t("moment_day", { label })}
          value={date || null}
          error={Boolean(error)}
          onChange={(next) => onChange(`${next ?? ""}T${time}`)}
        />
        <TextInput
          type="time"
          w={110}
          required
          aria-label={t("moment_time", { label })}
          value={time}
          error={Boolean(error)}
          onChange={({ currentTarget }) => onChange(`${date}T${currentTarget.value}`)}
        />
      </Group>
      {error && (
        <Input.Error role="alert" mt={4}>
          {error}
        </Input.Error>
      )}
    </Fieldset>
  );
}
