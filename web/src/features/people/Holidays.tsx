import { ActionIcon, Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconConfetti, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { addDays, todayIn } from "../../i18n/format";
import { Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { confirm } from "../../parts/confirm";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";
import { HolidayForm } from "./HolidayForm";
import { useLocations } from "./lists";

/** Two years ahead is as far as anybody plans. */
const AHEAD_DAYS = 730;

/** The coming days on which nobody works. */
export function Holidays() {
  const { t } = useTranslation(["people", "common"]);
  const { can, company } = useWho();
  const { plainDate, plainDay } = useFormat();
  const [adding, form] = useDisclosure();
  const { run } = useAction("/holidays", "/availability");
  const locations = useLocations();
  const from = todayIn(company.time_zone);
  const query = { from, to: addDays(from, AHEAD_DAYS), limit: 50 };
  const rows = $api.useInfiniteQuery("get", "/holidays", { params: { query } }, paged);
  const remove = ({ id, name, on_date }: Schemas["Holiday"]) =>
    confirm({
      title: t("holidays.delete_title", { name, day: plainDate(on_date) }),
      text: t("holidays.delete_text"),
      confirm: t("common:delete"),
      onConfirm: () =>
        run({
          send: () => api.DELETE("/holidays/{id}", { params: { path: { id } } }),
          done: t("holidays.deleted", { name }),
        }),
    });
  const writes = can("staff:update");
  const add = writes && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={form.open}>
      {t("holidays.add")}
    </Button>
  );
  return (
    <Page title={t("holidays.title")} about={t("holidays.about")} actions={add}>
      <Listing
        label={t("holidays.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: "name", title: t("holidays.name"), cell: ({ name }) => name },
          {
            key: "day",
            title: t("holidays.day"),
            cell: ({ on_date }) => `${plainDay(on_date)} ${on_date.slice(0, 4)}`,
          },
          {
            key: "where",
            title: t("holidays.where"),
            cell: ({ location_id }) =>
              locations.data?.find(({ id }) => id === location_id)?.name ?? t("holidays.everywhere"),
          },
          {
            key: "actions",
            title: t("common:actions"),
            align: "right",
            cell: (holiday) =>
              writes && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={t("holidays.delete", { name: holiday.name })}
                  onClick={() => remove(holiday)}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              ),
          },
        ]}
        empty={
          <Empty
            icon={<IconConfetti />}
            title={t("holidays.none")}
            text={t("holidays.none_text")}
            action={add}
          />
        }
      />
      <Drawer
        opened={adding}
        onClose={form.close}
        position="right"
        title={t("holidays.add")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <HolidayForm today={from} onSaved={form.close} />
      </Drawer>
    </Page>
  );
}
