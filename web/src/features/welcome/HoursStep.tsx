import { Alert, Chip, Group } from "@mantine/core";
import { IconCalendarUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { TextLink } from "../../parts/links";
import { Loading, Refusal } from "../../parts/states";
import { WeekHours } from "../../parts/WeekHours";
import { type Hours, WEEKDAYS, hasFault, ofDay } from "../../parts/weekHours";
import { useWho } from "../../parts/who";
import { StepFrame } from "./StepFrame";
import { PRESETS, draft, isWeek, weekOf } from "./presets";

interface Props {
  staff: Schemas["Staff"][];
  onNext: () => void;
}

/** When clients can come: kept until somebody has these hours, or theirs where there is one. */
export function HoursStep({ staff, onNext }: Props) {
  const { t } = useTranslation("welcome");
  const [only] = staff;
  if (staff.length > 1) {
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onNext();
        }}
      >
        <StepFrame title={t("hours.title")} about={t("hours.about")} onSkip={onNext}>
          <Alert icon={<IconCalendarUser />} title={t("hours.each", { count: staff.length })}>
            {t("hours.each_text")} <TextLink to="/team">{t("hours.to_team")}</TextLink>
          </Alert>
        </StepFrame>
      </form>
    );
  }
  return only ? <HoursOf staff={only} onNext={onNext} /> : <Editor onNext={onNext} />;
}

function HoursOf({ staff, onNext }: { staff: Schemas["Staff"]; onNext: () => void }) {
  const week = $api.useQuery("get", "/staff/{id}/working-hours", { params: { path: { id: staff.id } } });
  if (week.isPending) return <Loading />;
  return <Editor staff={staff} hours={week.data?.hours ?? []} onNext={onNext} />;
}

interface EditorProps {
  /** Whose hours they are, where there is somebody. */
  staff?: Schemas["Staff"];
  hours?: Hours[];
  onNext: () => void;
}

function Editor({ staff, hours: before, onNext }: EditorProps) {
  const { t } = useTranslation("welcome");
  const { company } = useWho();
  const queries = useQueryClient();
  const [hours, setHours] = useState(() =>
    before && before.length > 0 ? before : (draft.read(company.id) ?? weekOf(PRESETS[0])),
  );
  const wrong = WEEKDAYS.some((day) => hasFault(ofDay(hours, day)));
  const { refusal, sending, submit } = useApiForm({ initialValues: {} }, async () => {
    if (staff) {
      await must(
        api.PUT("/staff/{id}/working-hours", { params: { path: { id: staff.id } }, body: { hours } }),
      );
      await stale(queries, "/staff");
    }
    draft.keep(company.id, hours);
    onNext();
  });
  return (
    <form
      onSubmit={(event) => {
        if (wrong) event.preventDefault();
        else submit(event);
      }}
    >
      <StepFrame title={t("hours.title")} about={t("hours.about")} sending={sending} onSkip={onNext}>
        <Refusal of={refusal} />
        <Group gap="xs" role="group" aria-label={t("hours.presets")}>
          {PRESETS.map((preset) => (
            <Chip key={preset.key} checked={isWeek(preset, hours)} onChange={() => setHours(weekOf(preset))}>
              {t(`hours.${preset.key}`)}
            </Chip>
          ))}
        </Group>
        <WeekHours value={hours} onChange={setHours} none={t("hours.closed")} />
      </StepFrame>
    </form>
  );
}
