import { Badge, Card, Group, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../parts/who";
import { StatusBadge } from "../bookings/StatusBadge";
import { type Appointment, servicesOf } from "./appointments";
import { dateOf, timeOf } from "./wall";
import classes from "./ListView.module.css";

interface Props {
  appointments: Appointment[];
  today: string;
  onOpen: (id: string) => void;
}

/** Appointments day by day, in the order they start. */
export function ListView({ appointments, today, onOpen }: Props) {
  const { t } = useTranslation("calendar");
  const format = useFormat();
  const days = new Map<string, Appointment[]>();
  for (const appointment of appointments.toSorted((a, b) => a.start.localeCompare(b.start))) {
    const date = dateOf(appointment.start);
    days.set(date, [...(days.get(date) ?? []), appointment]);
  }
  return (
    <Stack gap="lg">
      {[...days].map(([date, ofDay]) => (
        <section key={date} aria-labelledby={`day-${date}`}>
          <Group gap="xs" mb="xs">
            <Title order={2} size="h5" id={`day-${date}`}>
              {format.plainDay(date)}
            </Title>
            {date === today && <Badge variant="light">{t("today")}</Badge>}
            <Text size="sm" c="dimmed">
              {t("bookings", { count: ofDay.length })}
            </Text>
          </Group>
          <Card withBorder padding={0} component="ul" m={0} className={classes.list}>
            {ofDay.map((appointment) => (
              <li key={appointment.id} className={classes.item}>
                <Row appointment={appointment} onOpen={onOpen} />
              </li>
            ))}
          </Card>
        </section>
      ))}
    </Stack>
  );
}

function Row({
  appointment: { id, booking, start, end },
  onOpen,
}: Pick<Props, "onOpen"> & { appointment: Appointment }) {
  return (
    <UnstyledButton className={classes.row} onClick={() => onOpen(id)}>
      <Text size="sm" className={classes.time}>
        {timeOf(start)} – {timeOf(end)}
      </Text>
      <div className={classes.words}>
        <Text fw={600} truncate>
          {booking.client.name}
        </Text>
        <Text size="sm" c="dimmed" truncate>
          {[servicesOf(booking), booking.staff?.name].filter(Boolean).join(" · ")}
        </Text>
      </div>
      <StatusBadge status={booking.status} />
    </UnstyledButton>
  );
}
