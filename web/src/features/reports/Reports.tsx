import { Badge, Button, Drawer, Group, Progress, Select, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconFileAnalytics, IconPlus, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { RowMenu } from "../../parts/RowMenu";
import { Empty } from "../../parts/states";
import { useFormat, useWho } from "../../parts/who";
import { ReportForm } from "./ReportForm";
import { ReportTabs } from "./ReportTabs";
import { type Kind, KINDS, isKind, wordFor } from "./kinds";
import { daysBetween } from "./periods";
import { useReportActions } from "./useReportActions";

type Report = Schemas["Report"];

export const isUnderWay = ({ status }: Report): boolean => status === "queued" || status === "running";

/** Reports that were asked for. */
export function Reports() {
  const { t } = useTranslation(["reports", "common"]);
  const { can } = useWho();
  const navigate = useNavigate();
  const [kind, setKind] = useState<Kind | null>(null);
  const [asking, form] = useDisclosure();
  const rows = $api.useInfiniteQuery(
    "get",
    "/reports",
    { params: { query: { limit: 50, ...(kind ? { kind } : {}) } } },
    {
      ...paged,
      refetchInterval: (query) =>
        query.state.data?.pages.some(({ data }) => data.some(isUnderWay)) ? 1000 : false,
    },
  );
  const add = can("reports:create") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={form.open}>
      {t("all.add")}
    </Button>
  );
  return (
    <>
      <ReportTabs />
      <Page title={t("all.title")} about={t("all.about")} actions={add}>
        <Select
          aria-label={t("kind.label")}
          placeholder={t("kind.any")}
          clearable
          value={kind}
          onChange={(word) => setKind(word && isKind(word) ? word : null)}
          data={KINDS.filter((kind) => can(wordFor(kind))).map((value) => ({
            value,
            label: t(`kind.${value}`),
          }))}
          maw={260}
        />
        <Listing
          label={t("all.title")}
          rows={rows}
          rowKey={({ id }) => id}
          columns={useColumns()}
          empty={
            <Empty
              icon={<IconFileAnalytics />}
              title={t("all.none")}
              text={t("all.none_text")}
              action={add}
            />
          }
        />
        <Drawer
          opened={asking}
          onClose={form.close}
          title={t("all.add")}
          position="right"
          closeButtonProps={{ "aria-label": t("common:close") }}
        >
          <ReportForm onAsked={({ id }) => void navigate({ to: "/reports/$id", params: { id } })} />
        </Drawer>
      </Page>
    </>
  );
}

function useColumns(): Column<Report>[] {
  const { t } = useTranslation("reports");
  const format = useFormat();
  return [
    {
      key: "kind",
      title: t("all.report"),
      cell: ({ id, kind, own }) => (
        <Group gap="xs">
          <TextLink to="/reports/$id" params={{ id }} fw={500}>
            {t(`kind.${kind}`)}
          </TextLink>
          {own && <Badge variant="default">{t("all.own")}</Badge>}
        </Group>
      ),
    },
    {
      key: "period",
      title: t("all.period"),
      cell: (report) => {
        const { from, until } = daysBetween(report);
        return `${format.plainDate(from)} – ${format.plainDate(until)}`;
      },
    },
    { key: "status", title: t("all.status"), cell: (report) => <Standing report={report} /> },
    { key: "asked", title: t("all.asked"), cell: ({ created_at }) => format.dateTime(created_at) },
    { key: "kept", title: t("all.kept"), cell: ({ expires_at }) => format.date(expires_at) },
    {
      key: "actions",
      title: t("all.actions"),
      align: "right",
      cell: (report) => <Actions report={report} />,
    },
  ];
}

function Standing({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  if (isUnderWay(report)) {
    return (
      <Progress.Root size="lg" w={120} display="inline-flex">
        <Progress.Section
          value={Math.max(report.progress, 5)}
          animated
          aria-label={t(`status.${report.status}`)}
        />
      </Progress.Root>
    );
  }
  return report.status === "failed" ? (
    <>
      <Badge color="red" variant="dot">
        {t("status.failed")}
      </Badge>
      {report.failure && <Text size="xs">{report.failure}</Text>}
    </>
  ) : (
    <Badge color="teal" variant="dot">
      {t("status.done")}
    </Badge>
  );
}

function Actions({ report }: { report: Report }) {
  const { t } = useTranslation(["reports", "common"]);
  const { save, remove } = useReportActions(report);
  return (
    <RowMenu
      label={t("all.actions_of", { kind: t(`kind.${report.kind}`) })}
      actions={[
        report.status === "done" && {
          label: t("one.xlsx"),
          icon: <IconDownload size={16} aria-hidden />,
          onClick: () => save("xlsx"),
        },
        {
          label: t("common:delete"),
          icon: <IconTrash size={16} aria-hidden />,
          danger: true,
          onClick: () => remove(),
        },
      ]}
    />
  );
}
