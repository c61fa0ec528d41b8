import "@mantine/charts/styles.css";

import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { useFormat } from "../../parts/who";
import { ChartFigure } from "./ChartFigure";
import { GROUP_COLORS } from "./colors";
import { type Group, barsOf, stepFor } from "./bars";

const NAMES: Group[] = ["done", "planned", "no_show", "lost"];

/** Bookings over time: a bar a day, a week or a month. */
export function ByDay({ days }: { days: Schemas["DayCounts"][] }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const step = stepFor(days.length);
  const bars = barsOf(days, step);
  const name = (day: string) => (step === "month" ? format.plainDate(day) : format.plainDay(day));
  return (
    <ChartFigure
      label={t("overview.by_day")}
      head={[t(`overview.${step}`), ...NAMES.map((group) => t(`groups.${group}`))]}
      rows={bars.map((bar) => [name(bar.day), ...NAMES.map((group) => format.number(bar[group]))])}
    >
      <BarChart
        h={300}
        data={bars}
        dataKey="day"
        type="stacked"
        withLegend
        legendProps={{ verticalAlign: "bottom", itemSorter: null }}
        series={NAMES.map((group) => ({
          name: group,
          label: t(`groups.${group}`),
          color: GROUP_COLORS[group],
        }))}
        xAxisProps={{ tickFormatter: name, minTickGap: 24 }}
        yAxisProps={{ allowDecimals: false, width: 36 }}
        tooltipProps={{ labelFormatter: (day) => (typeof day === "string" ? name(day) : "") }}
        valueFormatter={format.number}
        barChartProps={{ accessibilityLayer: false }}
      />
    </ChartFigure>
  );
}
