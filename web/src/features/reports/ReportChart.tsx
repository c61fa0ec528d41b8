import "@mantine/charts/styles.css";

import { AreaChart, BarChart } from "@mantine/charts";

import type { Schemas } from "../../api/client";
import { minorUnits } from "../../i18n/format";
import { useFormat } from "../../parts/who";
import { useWords } from "../../parts/words";
import { quantity, useCells } from "./cells";
import { type Drawn, currencies } from "./drawn";

const COLORS = ["lagoon.7", "lagoon.3", "orange.5"];

/** A bar a row is too much for more of them. */
const MOST_BARS = 15;

/** A table, drawn. What it says stands in the table below it. */
export function ReportChart({ table, how }: { table: Schemas["ReportTable"]; how: Drawn }) {
  const words = useWords("reports", "column");
  const format = useFormat();
  const cell = useCells(table);
  const [currency] = currencies(table);
  const kind = table.columns[how.series[0] ?? 0]?.kind ?? "count";
  const rows = how.as === "bars" ? table.rows.slice(0, MOST_BARS) : table.rows;
  const data = rows.map((row) => ({
    by: cell(row, how.by),
    ...Object.fromEntries(
      how.series.map((at) => [table.columns[at]?.name ?? at, quantity(kind, row[at], currency)]),
    ),
  }));
  const written = (value: number) => {
    if (kind === "minutes") return format.duration(Math.round(value * 60));
    if (kind === "ratio") return format.percent(value);
    return kind === "money" && currency
      ? format.money({ amount: Math.round(value * minorUnits(currency)), currency })
      : format.number(value);
  };
  const common = {
    data,
    dataKey: "by",
    series: how.series.map((at, index) => ({
      name: table.columns[at]?.name ?? "",
      label: words(table.columns[at]?.name ?? ""),
      color: COLORS[index] ?? "gray.5",
    })),
    valueFormatter: written,
    withLegend: how.series.length > 1,
    legendProps: { verticalAlign: "bottom" as const, itemSorter: null },
  };
  return (
    <div aria-hidden>
      {how.as === "time" ? (
        <AreaChart
          h={260}
          {...common}
          curveType="monotone"
          withDots={data.length <= 31}
          xAxisProps={{ minTickGap: 32 }}
          yAxisProps={{ width: 80, allowDecimals: kind !== "count" }}
          areaChartProps={{ accessibilityLayer: false }}
        />
      ) : (
        <BarChart
          h={Math.max(140, data.length * (how.series.length > 1 ? 48 : 34) + 60)}
          {...common}
          orientation="vertical"
          yAxisProps={{ width: 130 }}
          xAxisProps={{ allowDecimals: kind !== "count" }}
          barProps={{ radius: 4, maxBarSize: 22 }}
          barChartProps={{ accessibilityLayer: false }}
        />
      )}
    </div>
  );
}
