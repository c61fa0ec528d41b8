import { Anchor, Button, Drawer, SegmentedControl } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconPencil,
  IconPlus,
  IconSearch,
  IconTrash,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { type Column, Listing, type Rows } from "./Listing";
import { Page } from "./Page";
import { RowMenu, type RowAction } from "./RowMenu";
import { confirm } from "./confirm";
import { Empty } from "./states";
import { useAction } from "./useAction";
import { useWho } from "./who";

interface Thing {
  id: string;
  name: string;
  version: number;
  archived_at?: string | null;
}

type Answer = Promise<{ data?: unknown; error?: unknown }>;

interface Props<Row extends Thing> {
  title: string;
  about: string;
  /** The words on the button that adds one. */
  add: string;
  none: string;
  noneText: string;
  icon: ReactNode;
  /** The part of the API that is old after a change. */
  root: string;
  /** The words that let somebody do it. */
  may: { create: string; update: string; delete?: string };
  useRows: (archived: boolean) => Rows<Row>;
  /** Those behind the name. */
  columns: Column<Row>[];
  /** The form of one, or of a new one. */
  form: (row: Row | undefined, onSaved: () => void) => ReactNode;
  /** How the name is shown; absent: it opens the form. */
  name?: (row: Row) => ReactNode;
  archive: (id: string) => Answer;
  restore: (id: string) => Answer;
  remove?: (id: string) => Answer;
  /** What else can be done with one. */
  more?: (row: Row) => (RowAction | false)[];
}

/** A list of named things that are added, changed, archived and brought back in one place. */
export function Register<Row extends Thing>(props: Props<Row>) {
  const { title, about, may, root, columns } = props;
  const { t } = useTranslation(["parts", "common"]);
  const { can } = useWho();
  const [archived, setArchived] = useState(false);
  const [open, setOpen] = useState<{ row: Row | undefined } | null>(null);
  const rows = props.useRows(archived);
  const { run } = useAction(root);
  const all = rows.data?.pages.flatMap(({ data }) => data) ?? [];
  const current = open?.row && (all.find(({ id }) => id === open.row?.id) ?? open.row);
  const close = () => setOpen(null);

  const add = can(may.create) && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ row: undefined })}>
      {props.add}
    </Button>
  );
  const actions = (row: Row): (RowAction | false)[] => {
    const { id, name, archived_at } = row;
    const { remove } = props;
    return [
      can(may.update) && {
        label: t("common:edit"),
        icon: <IconPencil size={16} aria-hidden />,
        onClick: () => setOpen({ row }),
      },
      ...(props.more?.(row) ?? []),
      can(may.update) && {
        label: t(archived_at ? "common:restore" : "common:archive"),
        icon: archived_at ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />,
        onClick: () =>
          run({
            send: () => (archived_at ? props.restore(id) : props.archive(id)),
            done: t(archived_at ? "restored_done" : "archived_done", { name }),
          }),
      },
      remove !== undefined &&
        can(may.delete ?? may.update) && {
          label: t("common:delete"),
          icon: <IconTrash size={16} aria-hidden />,
          danger: true,
          onClick: () =>
            confirm({
              title: t("delete_title", { name }),
              text: t("delete_text"),
              confirm: t("common:delete"),
              onConfirm: () => run({ send: () => remove(id), done: t("deleted_done", { name }) }),
            }),
        },
    ];
  };

  const name = (row: Row) =>
    props.name?.(row) ??
    (can(may.update) ? (
      <Anchor component="button" type="button" fw={500} ta="left" onClick={() => setOpen({ row })}>
        {row.name}
      </Anchor>
    ) : (
      row.name
    ));

  return (
    <Page title={title} about={about} actions={add}>
      <SegmentedControl
        aria-label={t("which")}
        style={{ alignSelf: "flex-start" }}
        value={archived ? "archived" : "active"}
        onChange={(which) => setArchived(which === "archived")}
        data={[
          { value: "active", label: t("in_use") },
          { value: "archived", label: t("archived") },
        ]}
      />
      <Listing
        label={title}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: "name", title: t("name"), cell: name },
          ...columns,
          {
            key: "actions",
            title: t("common:actions"),
            align: "right",
            cell: (row) => <RowMenu label={t("actions_of", { name: row.name })} actions={actions(row)} />,
          },
        ]}
        empty={
          archived ? (
            <Empty icon={<IconSearch />} title={t("none_archived")} />
          ) : (
            <Empty icon={props.icon} title={props.none} text={props.noneText} action={add} />
          )
        }
      />
      <Drawer
        opened={open !== null}
        onClose={close}
        position="right"
        title={current?.name ?? props.add}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {open && props.form(current, close)}
      </Drawer>
    </Page>
  );
}
