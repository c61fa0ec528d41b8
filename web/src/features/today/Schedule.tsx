import { Anchor, Button, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconCalendarEvent } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { addDays, momentIn } from "../../i18n/format";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Section } from "../../parts/Section";
import { Empty, Failure, Loading } from "../../parts/states";
import { useAll } from "../../parts/useAll";
import { useWho } from "../../parts/who";
import type { Booking } from "../bookings/rules";
import { useNow } from "../bookings/useNow";
import { Row } from "./Row";
import { sortDay } from "./day";

interface Props {
  /** `YYYY-MM-DD` */
  date: string;
  /** The staff id of whoever looks, where they are of the staff. */
  mine: string | undefined;
  onShow: (booking: string) => void;
  onAdd: () => void;
}

/** The bookings of the day: what is being done, what comes, and what was. */
export function Schedule({ date, mine, onShow, onAdd }: Props) {
  const { t } = useTranslation(["today", "bookings"]);
  const { can, company } = useWho();
  const [onlyMine, setOnlyMine] = useState(false);
  const [pastShown, setPastShown] = useState(false);
  const now = useNow();
  const midnight = (day: string) => momentIn(`${day}T00:00`, company.time_zone);
  const all = useAll(
    $api.useInfiniteQuery(
      "get",
      "/bookings",
      { params: { query: { from: midnight(date), to: midnight(addDays(date, 1)), limit: 100 } } },
      paged,
    ),
  );
  const bookings = all.data?.filter(({ staff }) => !onlyMine || staff?.id === mine);
  const day = sortDay(bookings ?? [], now, mine);
  const rows = (some: Booking[]) => some.map((one) => <Row key={one.id} booking={one} onShow={onShow} />);
  const nothing = day.now.length + day.next.length + day.past.length === 0;

  return (
    <Section
      title={t("schedule.title")}
      actions={
        mine ? (
          <SegmentedControl
            size="xs"
            aria-label={t("schedule.whose")}
            value={onlyMine ? "mine" : "all"}
            onChange={(whose) => setOnlyMine(whose === "mine")}
            data={[
              { value: "all", label: t("schedule.all") },
              { value: "mine", label: t("schedule.mine") },
            ]}
          />
        ) : (
          <TextLink to="/calendar" size="sm">
            {t("schedule.calendar")}
          </TextLink>
        )
      }
    >
      {all.error && !all.data ? (
        <Failure of={all.error} retry={all.retry} />
      ) : !all.data ? (
        <Loading />
      ) : nothing ? (
        <Empty
          icon={<IconCalendarEvent />}
          title={t("schedule.none")}
          action={
            can("bookings:create") && (
              <Button variant="light" onClick={onAdd}>
                {t("bookings:add")}
              </Button>
            )
          }
        />
      ) : (
        <Stack gap="md">
          {day.past.length > 0 && (
            <div>
              <Anchor
                component="button"
                type="button"
                size="sm"
                aria-expanded={pastShown}
                onClick={() => setPastShown(!pastShown)}
              >
                {t(pastShown ? "schedule.hide_past" : "schedule.show_past", { count: day.past.length })}
              </Anchor>
              {pastShown && <Rows>{rows(day.past)}</Rows>}
            </div>
          )}
          {day.now.length > 0 && (
            <div>
              <Title order={3} size="h6" c="dimmed">
                {t("schedule.now")}
              </Title>
              <Rows>{rows(day.now)}</Rows>
            </div>
          )}
          {day.next.length > 0 ? (
            <div>
              <Title order={3} size="h6" c="dimmed">
                {t("schedule.next")}
              </Title>
              <Rows>{rows(day.next)}</Rows>
            </div>
          ) : (
            <Text c="dimmed">{t("schedule.nothing_more")}</Text>
          )}
        </Stack>
      )}
    </Section>
  );
}

function Rows({ children }: { children: ReactNode }) {
  return (
    <Stack component="ul" gap={6} m={0} p={0} mt={6}>
      {children}
    </Stack>
  );
}
