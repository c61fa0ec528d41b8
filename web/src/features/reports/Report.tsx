import { Button, Card, Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconArrowLeft, IconChartBar, IconDownload, IconTrash } from "@tabler/icons-react";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty, Failure, Loading } from "../../parts/states";
import { useFormat } from "../../parts/who";
import { Filters } from "./Filters";
import { ReportTable } from "./ReportTable";
import { daysBetween } from "./periods";
import { useReportActions } from "./useReportActions";

type Report = Schemas["Report"];

/** A report: how far it has come, and what came out of it. */
export function Report() {
  const { id } = useParams({ from: "/desk/reports/$id" });
  const report = $api.useQuery(
    "get",
    "/reports/{id}",
    { params: { path: { id } } },
    {
      refetchInterval: ({ state: { data } }) =>
        data?.status === "queued" || data?.status === "running" ? 700 : false,
    },
  );
  if (report.isPending) return <Loading />;
  if (report.isError) return <Failure of={report.error} retry={() => void report.refetch()} />;
  return <Shown report={report.data} />;
}

function Shown({ report }: { report: Report }) {
  const { t } = useTranslation(["reports", "common"]);
  const format = useFormat();
  const navigate = useNavigate();
  const { save, saving, remove } = useReportActions(report);
  const { from, until } = daysBetween(report);
  return (
    <Page
      title={t("one.title", { kind: t(`kind.${report.kind}`) })}
      about={
        <>
          {format.plainDate(from)} – {format.plainDate(until)}
          <Filters report={report} />
        </>
      }
      actions={
        <>
          <ButtonLink
            to="/reports/all"
            variant="subtle"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
          >
            {t("one.to_all")}
          </ButtonLink>
          {report.status === "done" && (
            <Button
              leftSection={<IconDownload size={16} aria-hidden />}
              loading={saving}
              onClick={() => save("xlsx")}
            >
              {t("one.xlsx")}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => remove(() => void navigate({ to: "/reports/all" }))}
          >
            {t("common:delete")}
          </Button>
        </>
      }
    >
      {report.status === "done" ? (
        <Tables report={report} />
      ) : report.status === "failed" ? (
        <Empty
          icon={<IconAlertTriangle />}
          title={t("one.failed")}
          text={report.failure ?? ""}
          action={<ButtonLink to="/reports/all">{t("one.to_all")}</ButtonLink>}
        />
      ) : (
        <UnderWay report={report} />
      )}
    </Page>
  );
}

function UnderWay({ report: { status, progress } }: { report: Report }) {
  const { t } = useTranslation("reports");
  return (
    <Card withBorder padding="xl" maw={560}>
      <Stack gap="xs" role="status">
        <Text fw={600}>{t(`status.${status}`)}</Text>
        <Progress value={Math.max(progress, 4)} animated size="lg" aria-label={t("one.progress")} />
        <Text size="sm" c="dimmed">
          {t("one.leave")}
        </Text>
      </Stack>
    </Card>
  );
}

function Tables({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const { save } = useReportActions(report);
  const tables = $api.useQuery(
    "get",
    "/reports/{id}/tables",
    { params: { path: { id: report.id } } },
    { staleTime: Infinity },
  );
  if (tables.isPending) return <Loading />;
  if (tables.isError) return <Failure of={tables.error} retry={() => void tables.refetch()} />;
  const filled = tables.data.tables.filter(({ rows }) => rows.length > 0);
  return (
    <>
      {filled.length === 0 && <Empty icon={<IconChartBar />} title={t("one.no_rows")} />}
      {filled.map((table) => (
        <ReportTable key={table.name} table={table} onSave={() => save("csv", table.name)} />
      ))}
      <Text size="sm" c="dimmed">
        {t("one.kept", { when: format.date(report.expires_at) })}
      </Text>
    </>
  );
}
