import { Alert, Button, Drawer, Group, Menu, Switch } from "@mantine/core";
import { IconCopy, IconInfoCircle, IconSend, IconUsers } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { addDays, mondayOf, todayIn } from "../../i18n/format";
import { ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty, Failure, Loading } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { useLocations, useStaff } from "../people/lists";
import { BrushBar } from "./BrushBar";
import { ShiftForm } from "./ShiftForm";
import { ShiftGrid } from "./ShiftGrid";
import { WeekNav } from "./WeekNav";
import { type Brush, moments } from "./plan";
import { useWeek } from "./useWeek";

/** The plan of a week: shifts are painted into it, and count once they are published. */
export function Shifts() {
  const { t } = useTranslation(["shifts", "common"]);
  const { can, company } = useWho();
  const zone = company.time_zone;
  const navigate = useNavigate();
  const search = useSearch({ from: "/desk/team/team/shifts" });
  const monday = mondayOf(search.week ?? todayIn(zone));
  const go = (week: string) => void navigate({ to: "/team/shifts", search: { week } });

  const staff = useStaff();
  const locations = useLocations();
  const { shifts, timeOff, holidays } = useWeek(monday);
  const [brush, setBrush] = useState<Brush>({ starts: "09:00", ends: "17:00", location_id: null });
  const [open, setOpen] = useState<Schemas["Shift"] | null>(null);
  const [everybody, setEverybody] = useState(false);
  const { run, busy } = useAction("/shifts", "/availability");
  const writes = can("shifts:update");

  const paint = useCallback(
    (staff_id: string, dates: string[]) =>
      run({
        send: async () => {
          for (const date of dates) {
            const { location_id } = brush;
            const body = { staff_id, location_id, ...moments(date, brush, zone) };
            const { error } = await api.POST("/shifts", { body });
            if (error) return { error };
          }
          return { data: dates.length };
        },
        done: (count) => t("planned", { count }),
      }),
    [brush, zone, run, t],
  );

  const all = staff.data ?? [];
  const planned = shifts.data ?? [];
  const byShifts = all.filter(
    ({ id, scheduling }) => scheduling === "shifts" || planned.some(({ staff_id }) => staff_id === id),
  );
  const some = all.some(({ scheduling }) => scheduling === "shifts");
  const rows = everybody || !some ? all : byShifts;
  const drafts = planned.filter(({ published_at }) => !published_at).length;

  const copy = (from: string, to: string) =>
    run({
      send: () => api.POST("/shifts/copy", { body: { from, to } }),
      done: ({ count }) => t("planned", { count }),
      then: () => go(to),
    });
  const publish = () =>
    run({
      send: () => api.POST("/shifts/publish", { body: { from: monday, to: addDays(monday, 7) } }),
      done: ({ count }) => t("published", { count }),
    });

  const actions = writes && (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />}>
            {t("copy")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => copy(addDays(monday, -7), monday)}>{t("copy_from")}</Menu.Item>
          <Menu.Item disabled={planned.length === 0} onClick={() => copy(monday, addDays(monday, 7))}>
            {t("copy_to")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {planned.length > 0 && (
        <Button
          leftSection={<IconSend size={16} aria-hidden />}
          disabled={drafts === 0}
          loading={busy}
          onClick={publish}
        >
          {drafts === 0 ? t("publish_none") : t("publish", { count: drafts })}
        </Button>
      )}
    </>
  );

  const failed = staff.error ?? shifts.error;
  return (
    <Page title={t("title")} about={t("about")} actions={actions}>
      <Group justify="space-between">
        <WeekNav monday={monday} onGo={go} />
        {some && byShifts.length < all.length && (
          <Switch
            label={t("everybody")}
            checked={everybody}
            onChange={({ currentTarget }) => setEverybody(currentTarget.checked)}
          />
        )}
      </Group>
      {failed && (!staff.data || !shifts.data) ? (
        <Failure
          of={failed}
          retry={() => {
            staff.retry();
            shifts.retry();
          }}
        />
      ) : !staff.data || !shifts.data ? (
        <Loading />
      ) : all.length === 0 ? (
        <Empty
          icon={<IconUsers />}
          title={t("no_staff")}
          text={t("no_staff_text")}
          action={<ButtonLink to="/team">{t("staff_open")}</ButtonLink>}
        />
      ) : (
        <>
          {!some && (
            <Alert icon={<IconInfoCircle />} color="gray">
              {t("nobody_by_shifts")}
            </Alert>
          )}
          {writes && <BrushBar brush={brush} onChange={setBrush} locations={locations.data ?? []} />}
          <ShiftGrid
            monday={monday}
            staff={rows}
            shifts={planned}
            timeOff={timeOff}
            holidays={holidays}
            {...(writes ? { onPaint: paint } : {})}
            onOpen={setOpen}
          />
        </>
      )}
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        title={t("shift_of", { name: open?.staff_name ?? "" })}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {open && (
          <ShiftForm
            shift={planned.find(({ id }) => id === open.id) ?? open}
            staff={all}
            locations={locations.data ?? []}
            onDone={() => setOpen(null)}
          />
        )}
      </Drawer>
    </Page>
  );
}
