import { Table, Text } from "@mantine/core";

import { type Hours, WEEKDAYS, ofDay, weekdayName } from "./weekHours";
import { useFormat } from "./who";

interface Props {
  hours: Hours[];
  /** What a day without hours is called: closed, or free. */
  none: string;
}

/** The hours of a week, to be read. */
export function WeekSummary({ hours, none }: Props) {
  const { language } = useFormat();
  return (
    <Table withRowBorders={false} verticalSpacing={4} maw={420}>
      <Table.Tbody>
        {WEEKDAYS.map((weekday) => {
          const stretches = ofDay(hours, weekday);
          return (
            <Table.Tr key={weekday}>
              <Table.Th scope="row" fw={500} w={150}>
                {weekdayName(language, weekday)}
              </Table.Th>
              <Table.Td>
                {stretches.length > 0 ? (
                  stretches.map(({ starts, ends }) => `${starts}–${ends}`).join(", ")
                ) : (
                  <Text component="span" c="dimmed" size="sm">
                    {none}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
