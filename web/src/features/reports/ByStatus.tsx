import { ColorSwatch, Group, SimpleGrid, Stack, Text, parseThemeColor, useMantineTheme } from "@mantine/core";
import { DonutChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { useFormat } from "../../parts/who";
import { STATUS_COLORS } from "./colors";

const STATUSES = [
  "completed",
  "in_progress",
  "confirmed",
  "pending",
  "no_show",
  "cancelled",
  "declined",
  "expired",
] as const;

/** Bookings by where they stand: a ring, and its numbers beside it. */
export function ByStatus({ counts }: { counts: Schemas["BookingCounts"] }) {
  const { t } = useTranslation("reports");
  const theme = useMantineTheme();
  const format = useFormat();
  const some = STATUSES.filter((status) => counts[status] > 0);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xl" style={{ alignItems: "center" }}>
      <div aria-hidden>
        <DonutChart
          mx="auto"
          size={200}
          thickness={28}
          paddingAngle={some.length > 1 ? 2 : 0}
          chartLabel={format.number(counts.total)}
          withTooltip={false}
          data={some.map((status) => ({
            name: t(`word.${status}`),
            value: counts[status],
            color: STATUS_COLORS[status],
          }))}
          pieProps={{ rootTabIndex: -1 }}
          pieChartProps={{ accessibilityLayer: false }}
        />
      </div>
      <Stack
        gap={6}
        component="ul"
        p={0}
        m={0}
        style={{ listStyle: "none" }}
        aria-label={t("overview.by_status")}
      >
        {some.map((status) => (
          <Group key={status} component="li" justify="space-between" wrap="nowrap" gap="xs">
            <Group gap="xs" wrap="nowrap">
              <ColorSwatch
                size={12}
                withShadow={false}
                color={parseThemeColor({ color: STATUS_COLORS[status], theme }).value}
                aria-hidden
              />
              <Text size="sm">{t(`word.${status}`)}</Text>
            </Group>
            <Text size="sm" c="dimmed">
              <Text span fw={600} c="var(--mantine-color-text)">
                {format.number(counts[status])}
              </Text>{" "}
              {format.percent(Math.round((counts[status] / counts.total) * 1000) / 1000)}
            </Text>
          </Group>
        ))}
      </Stack>
    </SimpleGrid>
  );
}
