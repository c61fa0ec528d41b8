import { Button, SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { addDays, dateIn } from "../../i18n/format";
import { useFormat } from "../../parts/who";
import { nearest } from "./nearest";
import type { Refused } from "./useMove";

interface Props {
  of: Refused;
  onPick: (startsAt: string) => void;
}

/** The free times near one that was refused, each to be had at a press. */
export function FreeTimes({ of: { move, problem }, onPick }: Props) {
  const { t } = useTranslation("calendar");
  const format = useFormat();
  const { booking, staff, startsAt } = move;
  const day = dateIn(startsAt, format.zone);
  // Of whom a booking is given to, the refusal names no other times.
  const asked = $api.useQuery(
    "get",
    "/bookings/{id}/availability",
    {
      params: {
        path: { id: booking.id },
        query: { from: day, to: addDays(day, 3), ...(staff ? { staff_id: staff.id } : {}) },
      },
    },
    { enabled: problem.code === "staff_busy" },
  );
  const slots = problem.code === "staff_busy" ? asked.data?.slots : problem.alternatives;
  const free = nearest(
    (slots ?? []).map(({ starts_at }) => starts_at),
    startsAt,
    staff ? undefined : booking.starts_at,
  );
  if (free.length === 0) return null;
  return (
    <div>
      <Text fw={600} mb="xs">
        {staff ? t("conflict.instead_with", { name: staff.name }) : t("conflict.instead")}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        {free.map((starts) => (
          <Button key={starts} variant="light" onClick={() => onPick(starts)}>
            {format.day(starts)}, {format.time(starts)}
          </Button>
        ))}
      </SimpleGrid>
    </div>
  );
}
