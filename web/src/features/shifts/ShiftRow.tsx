import { Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { TextLink } from "../../parts/links";
import { useFormat, useWho } from "../../parts/who";
import classes from "./Shifts.module.css";
import { minutesOf, touches, wall } from "./plan";
import type { usePaint } from "./usePaint";

type Shift = Schemas["Shift"];

interface Props {
  person: Schemas["Staff"];
  row: number;
  days: string[];
  find: (staff: string, date: string) => Shift[];
  timeOff: Schemas["TimeOff"][];
  /** Absent: the plan is not theirs to change. */
  paint?: ReturnType<typeof usePaint>;
  onKey: (event: KeyboardEvent, row: number, column: number) => void;
  onOpen: (shift: Shift) => void;
}

/** The week of one of the staff. */
export function ShiftRow({ person, row, days, find, timeOff, paint, onKey, onOpen }: Props) {
  const { t } = useTranslation("shifts");
  const { plainDay, duration } = useFormat();
  const { company } = useWho();
  const zone = company.time_zone;
  const { id, name, scheduling } = person;
  const total = minutesOf(days.flatMap((date) => find(id, date)));
  return (
    <tr>
      <th scope="row" className={classes.who}>
        <TextLink to="/team/staff/$id" params={{ id }} size="sm" fw={500}>
          {name}
        </TextLink>
        <Text size="xs" c="dimmed">
          {total > 0 ? duration(total) : scheduling === "week" ? t("by_week") : t("nothing")}
        </Text>
      </th>
      {days.map((date, column) => (
        <td
          key={date}
          className={classes.cell}
          data-painted={paint?.isPainted(id, date) || undefined}
          onPointerEnter={() => paint?.enter(id, date)}
        >
          <div className={classes.stack}>
            {timeOff.some((off) => touches(off, date, zone)) && (
              <span className={classes.off}>{t("time_off")}</span>
            )}
            {find(id, date).map((shift) => {
              const { starts, ends } = wall(shift, zone);
              const draft = !shift.published_at;
              return (
                <button
                  key={shift.id}
                  type="button"
                  className={classes.shift}
                  data-draft={draft || undefined}
                  disabled={!paint}
                  aria-label={t(draft ? "shift_draft" : "shift_published", {
                    name,
                    day: plainDay(date),
                    from: starts,
                    to: ends,
                  })}
                  onClick={() => onOpen(shift)}
                >
                  {starts}–{ends}
                </button>
              );
            })}
            {paint && (
              <button
                type="button"
                className={classes.free}
                data-at={`${row} ${column}`}
                aria-label={t("add_to", { name, day: plainDay(date) })}
                onKeyDown={(event) => onKey(event, row, column)}
                {...paint.cell(id, date)}
              >
                <IconPlus size={14} aria-hidden />
              </button>
            )}
          </div>
        </td>
      ))}
    </tr>
  );
}
