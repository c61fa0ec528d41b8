import { Divider, Drawer, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { Failure, Loading } from "../../parts/states";
import { BookingActions } from "./BookingActions";
import { BookingFacts } from "./BookingFacts";
import { BookingHead } from "./BookingHead";
import { BookingHistory } from "./BookingHistory";
import { BookingNotes } from "./BookingNotes";
import type { Booking } from "./rules";

interface Props {
  id: string;
  onClose: () => void;
}

/** Everything about one booking and what may be done with it, beside whatever is on the screen. */
export function BookingPanel({ id, onClose }: Props) {
  const { t } = useTranslation(["bookings", "common"]);
  const booking = $api.useQuery("get", "/bookings/{id}", { params: { path: { id } } });
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="md">
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title fw={600}>{t("panel.title")}</Drawer.Title>
          <Drawer.CloseButton aria-label={t("common:close")} />
        </Drawer.Header>
        <Drawer.Body>
          {booking.isPending && <Loading />}
          {booking.isError && <Failure of={booking.error} retry={() => void booking.refetch()} />}
          {booking.data && <Inside key={id} booking={booking.data} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Inside({ booking }: { booking: Booking }) {
  return (
    <Stack gap="lg">
      <BookingHead booking={booking} />
      <BookingActions booking={booking} />
      <Divider />
      <BookingFacts booking={booking} />
      <BookingNotes booking={booking} />
      <Divider />
      <BookingHistory booking={booking} />
    </Stack>
  );
}
