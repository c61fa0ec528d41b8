import { Badge, Button, Drawer, Group, Select, Switch } from "@mantine/core";
import { IconClock, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { RowMenu } from "../../parts/RowMenu";
import { confirm } from "../../parts/confirm";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";
import { Clock } from "./Clock";
import { TimeEntryForm } from "./TimeEntryForm";
import { useStaff } from "./lists";

type Entry = Schemas["TimeEntry"];

/** When people were at work, by their own clocking, and as it was put right. */
export function TimeEntries() {
  const { t } = useTranslation(["people", "common"]);
  const { can } = useWho();
  const { day, time, duration } = useFormat();
  const [person, setPerson] = useState<string | null>(null);
  const [atWork, setAtWork] = useState(false);
  const [open, setOpen] = useState<"new" | Entry | null>(null);
  const { run } = useAction("/time-entries");
  const staff = useStaff();
  const query = { limit: 50, ...(person ? { staff_id: person } : {}), ...(atWork ? { open: true } : {}) };
  const rows = $api.useInfiniteQuery("get", "/time-entries", { params: { query } }, paged);
  const writes = can("time_entries:update");

  const minutes = ({ clocked_in_at, clocked_out_at }: Entry) =>
    clocked_out_at
      ? duration(Math.round((Date.parse(clocked_out_at) - Date.parse(clocked_in_at)) / 60_000))
      : "–";
  const remove = ({ id, staff_name, clocked_in_at }: Entry) =>
    confirm({
      title: t("time_entries.delete_title", { name: staff_name, day: day(clocked_in_at) }),
      confirm: t("common:delete"),
      onConfirm: () =>
        run({
          send: () => api.DELETE("/time-entries/{id}", { params: { path: { id } } }),
          done: t("time_entries.deleted"),
        }),
    });
  const out = ({ staff_id, staff_name }: Entry) =>
    run({
      send: () => api.POST("/time-entries/clock-out", { body: { staff_id } }),
      done: t("time_entries.out_done", { name: staff_name }),
    });
  const add = writes && (
    <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen("new")}>
      {t("time_entries.add")}
    </Button>
  );

  return (
    <Page title={t("time_entries.title")} about={t("time_entries.about")} actions={add}>
      {can("time_entries:create") && <Clock />}
      <Group>
        {writes && (
          <Select
            aria-label={t("time_entries.who")}
            placeholder={t("time_off.everybody")}
            clearable
            searchable
            data={(staff.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={person}
            onChange={setPerson}
          />
        )}
        <Switch
          label={t("time_entries.at_work")}
          checked={atWork}
          onChange={({ currentTarget }) => setAtWork(currentTarget.checked)}
        />
      </Group>
      <Listing
        label={t("time_entries.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: "who", title: t("time_entries.who"), cell: ({ staff_name }) => staff_name },
          { key: "day", title: t("time_entries.day"), cell: ({ clocked_in_at }) => day(clocked_in_at) },
          {
            key: "time",
            title: t("time_entries.time"),
            cell: ({ clocked_in_at, clocked_out_at }) =>
              clocked_out_at ? (
                `${time(clocked_in_at)}–${time(clocked_out_at)}`
              ) : (
                <Group gap={6} component="span">
                  {time(clocked_in_at)}
                  <Badge variant="dot" color="teal" tt="none" component="span">
                    {t("time_entries.here")}
                  </Badge>
                </Group>
              ),
          },
          { key: "total", title: t("time_entries.total"), cell: minutes, align: "right" },
          {
            key: "note",
            title: t("time_entries.note"),
            cell: ({ note, source }) =>
              [source === "manager" && t("time_entries.corrected"), note].filter(Boolean).join(" · ") || "–",
          },
          {
            key: "actions",
            title: t("common:actions"),
            align: "right",
            cell: (entry) => (
              <RowMenu
                label={t("time_entries.actions_of", {
                  name: entry.staff_name,
                  day: day(entry.clocked_in_at),
                })}
                actions={[
                  writes &&
                    !entry.clocked_out_at && {
                      label: t("time_entries.out"),
                      icon: <IconClock size={16} aria-hidden />,
                      onClick: () => out(entry),
                    },
                  writes && {
                    label: t("time_entries.correct"),
                    icon: <IconPencil size={16} aria-hidden />,
                    onClick: () => setOpen(entry),
                  },
                  writes && {
                    label: t("common:delete"),
                    icon: <IconTrash size={16} aria-hidden />,
                    danger: true,
                    onClick: () => remove(entry),
                  },
                ]}
              />
            ),
          },
        ]}
        empty={
          <Empty icon={<IconClock />} title={t("time_entries.none")} text={t("time_entries.none_text")} />
        }
      />
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        title={t(open === "new" ? "time_entries.add" : "time_entries.correct")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {open && <TimeEntryForm {...(open === "new" ? {} : { entry: open })} onSaved={() => setOpen(null)} />}
      </Drawer>
    </Page>
  );
}
