import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Section } from "./Section";
import { WeekHours } from "./WeekHours";
import { WeekSummary } from "./WeekSummary";
import { Failure, Loading } from "./states";
import { type Hours, WEEKDAYS, hasFault, ofDay } from "./weekHours";

interface Props {
  title: string;
  about: string;
  /** Absent: they have not come yet. */
  hours: Hours[] | undefined;
  error: unknown;
  retry: () => void;
  /** What a day without hours is called. */
  none: string;
  /** What a week without any hours means. */
  empty: string;
  /** Whether somebody may change them. */
  writes: boolean;
  busy: boolean;
  onSave: (hours: Hours[], done: () => void) => void;
}

/** A week of hours, to be read, and to be changed after a press on a button. */
export function WeekEditor({ title, about, hours, error, retry, none, empty, writes, busy, onSave }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Hours[] | null>(null);
  const edit = writes && !typed && hours && (
    <Button variant="default" onClick={() => setTyped(hours)}>
      {t("edit")}
    </Button>
  );
  return (
    <Section title={title} about={about} actions={edit}>
      {error && !hours ? (
        <Failure of={error} retry={retry} />
      ) : !hours ? (
        <Loading />
      ) : typed ? (
        <>
          <WeekHours value={typed} onChange={setTyped} none={none} />
          <Group>
            <Button
              loading={busy}
              disabled={WEEKDAYS.some((day) => hasFault(ofDay(typed, day)))}
              onClick={() => onSave(typed, () => setTyped(null))}
            >
              {t("save")}
            </Button>
            <Button variant="default" onClick={() => setTyped(null)}>
              {t("cancel")}
            </Button>
          </Group>
        </>
      ) : hours.length === 0 ? (
        <Text>{empty}</Text>
      ) : (
        <WeekSummary hours={hours} none={none} />
      )}
    </Section>
  );
}
