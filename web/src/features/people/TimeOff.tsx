import { Anchor, Button, Drawer, Group, Select } from "@mantine/core";
import { IconBeach, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useWho } from "../../parts/who";
import { BlockBadge } from "./BlockBadge";
import { TimeOffForm } from "./TimeOffForm";
import { TimeOffSheet } from "./TimeOffSheet";
import { useStaff } from "./lists";
import { useSpanWords } from "./useSpanWords";

type Status = Schemas["BlockStatus"];

const STATUSES = ["requested", "active", "declined", "cancelled"] as const satisfies Status[];
const isStatus = (word: string | null): word is Status => STATUSES.some((status) => status === word);

/** Who is away, and who asks to be. */
export function TimeOff() {
  const { t } = useTranslation(["people", "common"]);
  const { can } = useWho();
  const words = useSpanWords();
  const [status, setStatus] = useState<Status | null>(can("time_off:decide") ? "requested" : null);
  const [person, setPerson] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const staff = useStaff();
  const query = { limit: 50, ...(status ? { status } : {}), ...(person ? { staff_id: person } : {}) };
  const rows = $api.useInfiniteQuery("get", "/time-off", { params: { query } }, paged);

  const ask = can("time_off:create") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen("new")}>
      {t("time_off.ask")}
    </Button>
  );
  const filtered = status !== null || person !== null;
  return (
    <Page title={t("time_off.title")} about={t("time_off.about")} actions={ask}>
      <Group gap="xs">
        <Select
          aria-label={t("time_off.status")}
          placeholder={t("time_off.every_status")}
          clearable
          data={STATUSES.map((value) => ({ value, label: t(`block.${value}`) }))}
          value={status}
          onChange={(word) => setStatus(isStatus(word) ? word : null)}
        />
        {can("time_off:decide") && (
          <Select
            aria-label={t("time_off.who")}
            placeholder={t("time_off.everybody")}
            clearable
            searchable
            data={(staff.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={person}
            onChange={setPerson}
          />
        )}
      </Group>
      <Listing
        label={t("time_off.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "who",
            title: t("time_off.who"),
            cell: ({ id, staff_name, ...span }) => (
              <Anchor
                component="button"
                type="button"
                fw={500}
                ta="left"
                aria-label={t("time_off.open", { name: staff_name, when: words(span) })}
                onClick={() => setOpen(id)}
              >
                {staff_name}
              </Anchor>
            ),
          },
          { key: "when", title: t("time_off.when"), cell: words },
          { key: "reason", title: t("time_off.reason"), cell: ({ reason }) => reason || "–" },
          {
            key: "status",
            title: t("time_off.status"),
            cell: ({ status }) => <BlockBadge status={status} />,
          },
        ]}
        empty={
          status === "requested" ? (
            <Empty
              icon={<IconBeach />}
              title={t("time_off.none_requested")}
              action={
                <Button variant="default" onClick={() => setStatus(null)}>
                  {t("time_off.show_all")}
                </Button>
              }
            />
          ) : filtered ? (
            <Empty icon={<IconBeach />} title={t("time_off.none_found")} />
          ) : (
            <Empty
              icon={<IconBeach />}
              title={t("time_off.none")}
              text={t("time_off.none_text")}
              action={ask}
            />
          )
        }
      />
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        title={open === "new" ? t("time_off.ask") : t("time_off.title")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {open === "new" ? (
          <TimeOffForm onSaved={(made) => setOpen(made.collision_count > 0 ? made.id : null)} />
        ) : (
          open && <TimeOffSheet id={open} />
        )}
      </Drawer>
    </Page>
  );
}
