import { SimpleGrid, Stack, Text } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { dateIn } from "../../i18n/format";
import { ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Section } from "../../parts/Section";
import { Empty, Failure, Loading } from "../../parts/states";
import { useFormat, useWho } from "../../parts/who";
import { ByDay } from "./ByDay";
import { ByStatus } from "./ByStatus";
import { Numbers } from "./Numbers";
import { PeriodPicker } from "./PeriodPicker";
import { ReportTabs } from "./ReportTabs";
import { type Period, before, daysOf, periodOf, rangeOf } from "./periods";

/** More days than the API counts at once. */
const LONGEST = 366;

/** The numbers of a range of days, beside those of as many days before. */
export function Overview() {
  const { t } = useTranslation("reports");
  const { company } = useWho();
  const { from, until } = useSearch({ from: "/desk/reports" });
  const navigate = useNavigate();
  const today = dateIn(new Date(), company.time_zone);
  const period = from && until && from <= until ? { from, until } : periodOf("last_30", today);
  return (
    <>
      <ReportTabs />
      <Page title={t("overview.title")} about={t("overview.about")}>
        <PeriodPicker
          value={period}
          onChange={(next) => void navigate({ to: "/reports", search: { ...next }, replace: true })}
        />
        {daysOf(period) > LONGEST ? (
          <Text c="var(--mantine-color-error)" role="alert">
            {t("overview.too_long")}
          </Text>
        ) : (
          <Figures period={period} />
        )}
      </Page>
    </>
  );
}

function Figures({ period }: { period: Period }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const { can } = useWho();
  const numbers = $api.useQuery(
    "get",
    "/reports/dashboard",
    { params: { query: rangeOf(period) } },
    { placeholderData: keepPreviousData },
  );
  const earlier = $api.useQuery("get", "/reports/dashboard", {
    params: { query: rangeOf(before(period)) },
  });
  if (numbers.isPending) return <Loading />;
  if (numbers.isError) return <Failure of={numbers.error} retry={() => void numbers.refetch()} />;
  const { data } = numbers;
  return (
    <Stack gap="lg" style={{ opacity: numbers.isPlaceholderData ? 0.6 : 1 }}>
      <Numbers now={data} earlier={earlier.data} />
      {data.bookings.total === 0 ? (
        <Empty
          icon={<IconChartBar />}
          title={t("overview.none")}
          text={t("overview.none_text")}
          action={can("bookings:read") && <ButtonLink to="/calendar">{t("overview.to_calendar")}</ButtonLink>}
        />
      ) : (
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
          <Section
            title={t("overview.by_day")}
            about={`${format.plainDate(period.from)} – ${format.plainDate(period.until)}`}
          >
            <ByDay days={data.days} />
          </Section>
          <Section title={t("overview.by_status")}>
            <ByStatus counts={data.bookings} />
          </Section>
        </SimpleGrid>
      )}
    </Stack>
  );
}
