import { Badge, Button, Drawer, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconPlus, IconSearch, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useFormat, useWho } from "../../parts/who";
import { ClientForm } from "./ClientForm";

type Client = Schemas["Client"];

/** Everybody the company works for. */
export function Clients() {
  const { t } = useTranslation(["clients", "common"]);
  const { can } = useWho();
  const [adding, form] = useDisclosure();
  const [typed, setTyped] = useState("");
  const [archived, setArchived] = useState(false);
  const [search] = useDebouncedValue(typed.trim(), 250);
  const rows = $api.useInfiniteQuery(
    "get",
    "/clients",
    { params: { query: { archived, limit: 50, ...(search ? { search } : {}) } } },
    paged,
  );

  const add = can("clients:create") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={form.open}>
      {t("add")}
    </Button>
  );

  return (
    <Page title={t("title")} actions={add}>
      <TextInput
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <SegmentedControl
        aria-label={t("which")}
        value={archived ? "archived" : "active"}
        onChange={(which) => setArchived(which === "archived")}
        data={[
          { value: "active", label: t("active") },
          { value: "archived", label: t("archived") },
        ]}
        style={{ alignSelf: "flex-start" }}
      />
      <Listing
        label={t("title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns()}
        empty={
          search || archived ? (
            <Empty icon={<IconSearch />} title={t("none_found")} />
          ) : (
            <Empty icon={<IconUsers />} title={t("none")} text={t("none_text")} action={add} />
          )
        }
      />
      <Drawer
        opened={adding}
        onClose={form.close}
        title={t("add")}
        position="right"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <ClientForm onSaved={form.close} />
      </Drawer>
    </Page>
  );
}

function useColumns(): Column<Client>[] {
  const { t } = useTranslation("clients");
  const format = useFormat();
  return [
    {
      key: "name",
      title: t("name"),
      cell: ({ id, name }) => (
        <TextLink to="/clients/$id" params={{ id }} fw={500} size="sm">
          {name}
        </TextLink>
      ),
    },
    { key: "phone", title: t("phone"), cell: ({ phone }) => phone ?? "–" },
    {
      key: "email",
      title: t("email"),
      cell: ({ email, email_failed_at }) =>
        email_failed_at ? <Badge color="red">{t("email_failed")}</Badge> : (email ?? "–"),
    },
    { key: "since", title: t("since"), cell: ({ created_at }) => format.date(created_at) },
  ];
}
