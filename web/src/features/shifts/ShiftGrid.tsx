import { Text } from "@mantine/core";
import { type KeyboardEvent, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { todayIn } from "../../i18n/format";
import { useFormat, useWho } from "../../parts/who";
import { ShiftRow } from "./ShiftRow";
import classes from "./Shifts.module.css";
import { byCell, daysOf } from "./plan";
import { usePaint } from "./usePaint";

type Shift = Schemas["Shift"];

interface Props {
  monday: string;
  staff: Schemas["Staff"][];
  shifts: Shift[];
  timeOff: Schemas["TimeOff"][];
  holidays: Schemas["Holiday"][];
  /** Shifts are wanted on these days. Absent: the plan is not theirs to change. */
  onPaint?: (staff: string, dates: string[]) => void;
  onOpen: (shift: Shift) => void;
}

const NOBODY = () => undefined;
const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** A week of shifts: a row for each of the staff, a column for each day. Free cells are buttons; arrows go from one to another. */
export function ShiftGrid({ monday, staff, shifts, timeOff, holidays, onPaint, onOpen }: Props) {
  const { t } = useTranslation("shifts");
  const { plainDay } = useFormat();
  const { company } = useWho();
  const table = useRef<HTMLTableElement>(null);
  const days = useMemo(() => daysOf(monday), [monday]);
  const find = useMemo(() => byCell(shifts, company.time_zone), [shifts, company.time_zone]);
  const paint = usePaint(days, onPaint ?? NOBODY);
  const today = todayIn(company.time_zone);

  const go = (event: KeyboardEvent, row: number, column: number) => {
    const step = STEPS[event.key];
    if (!step) return;
    const next = table.current?.querySelector<HTMLElement>(
      `[data-at="${row + step[0]} ${column + step[1]}"]`,
    );
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div className={classes.frame}>
      <table ref={table} className={classes.grid}>
        <thead>
          <tr>
            <th scope="col" className={classes.who}>
              <Text size="sm" c="dimmed">
                {t("staff")}
              </Text>
            </th>
            {days.map((date) => (
              <th key={date} scope="col" className={classes.day} data-today={date === today || undefined}>
                <Text size="sm" fw={600}>
                  {plainDay(date)}
                </Text>
                {holidays
                  .filter(({ on_date }) => on_date === date)
                  .map(({ id, name }) => (
                    <Text key={id} size="xs" c="dimmed">
                      {name}
                    </Text>
                  ))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {staff.map((person, row) => (
            <ShiftRow
              key={person.id}
              person={person}
              row={row}
              days={days}
              find={find}
              timeOff={timeOff.filter(({ staff_id }) => staff_id === person.id)}
              {...(onPaint ? { paint } : {})}
              onKey={go}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
