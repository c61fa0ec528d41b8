import { Button, Drawer, Switch, Text } from "@mantine/core";
import { IconCalendarRepeat, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, ifMatch, type Schemas } from "../../api/client";
import { LANGUAGES, isLanguage } from "../../i18n";
import { confirm } from "../../parts/confirm";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { RowMenu } from "../../parts/RowMenu";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";
import { ReportTabs } from "./ReportTabs";
import { ScheduleForm } from "./ScheduleForm";
import { useMemberNames } from "./useMemberNames";

type Schedule = Schemas["ReportSchedule"];

/** Reports that go out by mail whenever a day, a week or a month has ended. */
export function ReportSchedules() {
  const { t } = useTranslation(["reports", "common"]);
  const { can } = useWho();
  const [editing, setEditing] = useState<Schedule | "new" | null>(null);
  const rows = $api.useInfiniteQuery("get", "/report-schedules", { params: { query: { limit: 50 } } }, paged);
  const add = can("reports:create") && can("members:read") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing("new")}>
      {t("schedules.add")}
    </Button>
  );
  return (
    <>
      <ReportTabs />
      <Page title={t("schedules.title")} about={t("schedules.about")} actions={add}>
        <Listing
          label={t("schedules.title")}
          rows={rows}
          rowKey={({ id }) => id}
          columns={useColumns(setEditing)}
          empty={
            <Empty
              icon={<IconCalendarRepeat />}
              title={t("schedules.none")}
              text={t("schedules.none_text")}
              action={add}
            />
          }
        />
        <Drawer
          opened={editing !== null}
          onClose={() => setEditing(null)}
          title={editing === "new" ? t("schedules.add") : t("schedules.edit")}
          position="right"
          closeButtonProps={{ "aria-label": t("common:close") }}
        >
          {editing && (
            <ScheduleForm
              {...(editing === "new" ? {} : { schedule: editing })}
              onSaved={() => setEditing(null)}
            />
          )}
        </Drawer>
      </Page>
    </>
  );
}

function useColumns(onEdit: (schedule: Schedule) => void): Column<Schedule>[] {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const names = useMemberNames();
  return [
    {
      key: "report",
      title: t("all.report"),
      cell: ({ kind, period }) => `${t(`kind.${kind}`)}, ${t(`schedules.${period}`)}`,
    },
    {
      key: "recipients",
      title: t("schedules.recipients"),
      cell: ({ recipients }) => recipients.map((id) => names.get(id) ?? "…").join(", "),
    },
    {
      key: "format",
      title: t("schedules.format"),
      cell: ({ format, language }) =>
        `${format.toUpperCase()}, ${isLanguage(language) ? LANGUAGES[language] : language}`,
    },
    {
      key: "next",
      title: t("schedules.next"),
      cell: ({ enabled, due_at }) =>
        enabled ? format.dateTime(due_at) : <Text c="dimmed">{t("schedules.off")}</Text>,
    },
    { key: "on", title: t("schedules.on"), cell: (schedule) => <Enabled schedule={schedule} /> },
    {
      key: "actions",
      title: t("all.actions"),
      align: "right",
      cell: (schedule) => <Actions schedule={schedule} onEdit={() => onEdit(schedule)} />,
    },
  ];
}

function Enabled({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation("reports");
  const { can } = useWho();
  const { run, busy } = useAction("/report-schedules");
  return (
    <Switch
      aria-label={t("schedules.on_named", {
        name: `${t(`kind.${schedule.kind}`)}, ${t(`schedules.${schedule.period}`)}`,
      })}
      checked={schedule.enabled}
      disabled={busy || !can("reports:create")}
      onChange={({ currentTarget: { checked } }) =>
        run({
          send: () =>
            api.PATCH("/report-schedules/{id}", {
              params: { path: { id: schedule.id }, header: ifMatch(schedule.version) },
              body: { enabled: checked },
            }),
        })
      }
    />
  );
}

function Actions({ schedule, onEdit }: { schedule: Schedule; onEdit: () => void }) {
  const { t } = useTranslation(["reports", "common"]);
  const { can } = useWho();
  const { run } = useAction("/report-schedules");
  const name = `${t(`kind.${schedule.kind}`)}, ${t(`schedules.${schedule.period}`)}`;
  return (
    <RowMenu
      label={t("schedules.actions_of", { name })}
      actions={[
        can("reports:create") && {
          label: t("common:edit"),
          icon: <IconPencil size={16} aria-hidden />,
          onClick: onEdit,
        },
        can("reports:create") && {
          label: t("common:delete"),
          icon: <IconTrash size={16} aria-hidden />,
          danger: true,
          onClick: () =>
            confirm({
              title: t("schedules.delete_title", { name }),
              text: t("schedules.delete_text"),
              confirm: t("common:delete"),
              onConfirm: () =>
                run({
                  send: () => api.DELETE("/report-schedules/{id}", { params: { path: { id: schedule.id } } }),
                }),
            }),
        },
      ]}
    />
  );
}
