import { Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { dateIn, formats, momentIn } from "../../i18n/format";
import { DateField } from "../../parts/DateField";
import { useWho } from "../../parts/who";

interface Props {
  /** A moment. */
  value: string | null;
  onChange: (startsAt: string | null) => void;
}

/** Any minute of any day, by the company's clock. */
export function OwnTime({ value, onChange }: Props) {
  const { t } = useTranslation("bookings");
  const zone = useWho().company.time_zone;
  const [typed, setTyped] = useState(() => ({ date: dateIn(Date.now(), zone), time: "" }));
  const { date, time } = value ? { date: dateIn(value, zone), time: formats("en", zone).time(value) } : typed;
  const say = (date: string, time: string) => {
    setTyped({ date, time });
    onChange(date && time ? momentIn(`${date}T${time}`, zone) : null);
  };
  return (
    <Group grow>
      <DateField label={t("own_time.date")} value={date || null} onChange={(next) => say(next ?? "", time)} />
      <TextInput
        type="time"
        label={t("own_time.time")}
        value={time}
        onChange={(event) => say(date, event.currentTarget.value)}
      />
    </Group>
  );
}
