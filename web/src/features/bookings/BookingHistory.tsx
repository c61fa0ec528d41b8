import { Stack, Text, Timeline, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { Failure, Loading } from "../../parts/states";
import { useFormat } from "../../parts/who";
import { useAddons, useStaff } from "./choices";
import { moved } from "./history";
import type { Booking } from "./rules";

type Change = Schemas["BookingChange"];

/** All that happened to a booking, the latest first. */
export function BookingHistory({ booking }: { booking: Booking }) {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  const history = $api.useQuery("get", "/bookings/{id}/history", { params: { path: { id: booking.id } } });
  const words = useWords();
  if (history.isPending) return <Loading />;
  if (history.isError) return <Failure of={history.error} retry={() => void history.refetch()} />;
  const changes = history.data.data.toReversed();
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        {t("history.title")}
      </Title>
      <Timeline active={changes.length} bulletSize={12} lineWidth={2}>
        {changes.map((change) => (
          <Timeline.Item key={change.id} title={words(change)}>
            <Text size="xs" c="dimmed">
              {format.dateTime(change.at)} · {change.actor_name ?? t(`history.actor.${actor(change.actor)}`)}
            </Text>
            {change.reason && <Text size="sm">“{change.reason}”</Text>}
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}

const ACTORS = ["staff", "guest", "customer", "system"] as const;
const actor = (word: string) => ACTORS.find((known) => known === word) ?? "system";

/** What a line of the history says. */
function useWords() {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  const staff = useStaff();
  const addons = useAddons();
  const nameOf = (rows: { id: string; name: string }[] | undefined, id: string | undefined) =>
    rows?.find((row) => row.id === id)?.name;
  return (change: Change) => {
    const { from, to, added } = moved(change.details);
    if (change.kind === "time" && to.starts_at) {
      return t("history.time", { when: `${format.day(to.starts_at)}, ${format.time(to.starts_at)}` });
    }
    if (change.kind === "staff") {
      return t("history.staff", {
        from: nameOf(staff.data, from.staff_id) ?? "–",
        to: nameOf(staff.data, to.staff_id) ?? "–",
      });
    }
    if (change.kind === "items") {
      const names = added.map((id) => nameOf(addons.data, id)).filter((name) => name !== undefined);
      return t("history.items", { names: names.join(", ") || "–" });
    }
    return change.from
      ? t(`became.${change.to}`)
      : t(`history.made.${change.to === "pending" ? "pending" : "confirmed"}`);
  };
}
