import "@mantine/charts/styles.css";

import { BarChart } from "@mantine/charts";
import { SimpleGrid, Skeleton, Text, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { addDays, dateIn } from "../../i18n/format";
import { TextLink } from "../../parts/links";
import { Section } from "../../parts/Section";
import { Failure } from "../../parts/states";
import { useFormat, useWho } from "../../parts/who";

const DAYS = 14;

/** The last two weeks in numbers: today among them. */
export function Numbers() {
  const { t } = useTranslation("today");
  const { company } = useWho();
  const [today] = useState(() => dateIn(Date.now(), company.time_zone));
  const numbers = $api.useQuery("get", "/reports/dashboard", {
    params: { query: { from: addDays(today, 1 - DAYS), to: addDays(today, 1) } },
  });
  return (
    <Section
      title={t("numbers.title")}
      actions={
        <TextLink to="/reports" size="sm">
          {t("numbers.reports")}
        </TextLink>
      }
    >
      {numbers.isPending && <Skeleton height={220} role="status" aria-label={t("numbers.title")} />}
      {numbers.isError && <Failure of={numbers.error} retry={() => void numbers.refetch()} />}
      {numbers.data && <Charts of={numbers.data} />}
    </Section>
  );
}

function Charts({ of }: { of: Schemas["Dashboard"] }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  const share = (value: number | null | undefined) =>
    typeof value === "number" ? format.percent(value) : "–";
  const data = of.days.map(({ day, bookings }) => ({
    day: format.plainDay(day),
    [t("numbers.done")]: bookings.completed + bookings.in_progress + bookings.confirmed,
    [t("numbers.pending")]: bookings.pending,
    [t("numbers.lost")]: bookings.cancelled + bookings.declined + bookings.expired + bookings.no_show,
  }));
  return (
    <>
      <SimpleGrid component="dl" cols={{ base: 2, xs: 4, md: 2, lg: 4 }} spacing="sm" m={0} mb="md">
        <Figure name={t("numbers.bookings")} value={format.number(of.bookings?.total ?? 0)} />
        <Figure name={t("numbers.new_clients")} value={format.number(of.new_clients)} />
        <Figure name={t("numbers.utilisation")} value={share(of.utilisation)} />
        <Figure name={t("numbers.no_show")} value={share(of.no_show_rate)} />
      </SimpleGrid>
      <figure style={{ margin: 0 }} aria-label={t("numbers.chart")}>
        <div aria-hidden>
          <BarChart
            h={160}
            data={data}
            dataKey="day"
            type="stacked"
            withLegend
            withYAxis={false}
            gridAxis="none"
            tickLine="none"
            maxBarWidth={22}
            barChartProps={{ accessibilityLayer: false }}
            series={[
              { name: t("numbers.done"), color: "lagoon.6" },
              { name: t("numbers.pending"), color: "orange.5" },
              { name: t("numbers.lost"), color: "gray.5" },
            ]}
          />
        </div>
        <VisuallyHidden>
          <ul>
            {of.days.map(({ day, bookings }) => (
              <li key={day}>{t("numbers.day", { day: format.plainDay(day), count: bookings.total })}</li>
            ))}
          </ul>
        </VisuallyHidden>
      </figure>
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fz="xl" fw={600} lh={1.3}>
        {value}
      </Text>
    </div>
  );
}
