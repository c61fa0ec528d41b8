import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { dateIn } from "../../i18n/format";
import { useFormat, useWho } from "../../parts/who";
import { Alternatives } from "./Alternatives";
import { OwnTime } from "./OwnTime";
import { SlotPicker } from "./SlotPicker";
import { WhyNot } from "./WhyNot";
import { type Basket, wanted } from "./basket";
import type { Making } from "./useNewBooking";
import { useWeeks } from "./useWeeks";

interface Props {
  making: Making;
  basket: Basket;
}

/** When: one of the free times, or any other if that can be had. */
export function ChooseTime({ making, basket }: Props) {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  const { company } = useWho();
  const { draft, startsAt, setStartsAt, override, setOverride, refusal, sending, submit } = making;
  const weeks = useWeeks(startsAt ? dateIn(startsAt, company.time_zone) : undefined);
  const [own, setOwn] = useState(startsAt !== null);
  const times = $api.useQuery(
    "get",
    "/availability",
    { params: { query: { ...wanted(draft), ...weeks.asked } } },
    { enabled: !own },
  );
  const when = startsAt && `${format.day(startsAt)}, ${format.time(startsAt)}`;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Switch
          label={t("own_time.switch")}
          checked={own}
          onChange={(event) => setOwn(event.currentTarget.checked)}
        />
        {own ? (
          <>
            <OwnTime value={startsAt} onChange={setStartsAt} />
            {startsAt && (
              <WhyNot draft={draft} startsAt={startsAt} override={override} onOverride={setOverride} />
            )}
          </>
        ) : (
          <SlotPicker times={times} weeks={weeks} value={startsAt} onPick={setStartsAt} />
        )}
        <Alternatives of={refusal} onPick={setStartsAt} />
        <Group justify="space-between">
          <Text fw={600}>
            {format.duration(basket.minutes)} ·{" "}
            {format.money({ amount: basket.amount, currency: company.currency })}
          </Text>
          <Button type="submit" loading={sending} disabled={!startsAt}>
            {when ? t("new.book_at", { when }) : t("new.choose_time")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
