import { Badge, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBuildingStore, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { $operator } from "../../api/operator";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { CompanyBadges } from "./CompanyBadges";
import { useOperatorFormat } from "./format";

type Company = Schemas["PlatformCompany"];

const WHICH = {
  all: {},
  unverified: { verified: false },
  active: { status: "active" },
  suspended: { status: "suspended" },
  closing: { status: "closing" },
} as const;

const isWhich = (word: string): word is keyof typeof WHICH => word in WHICH;

/** Every company of the installation. */
export function Companies() {
  const { t } = useTranslation(["operator", "common"]);
  const [typed, setTyped] = useState("");
  const [which, setWhich] = useState<keyof typeof WHICH>("all");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const rows = $operator.useInfiniteQuery(
    "get",
    "/platform/companies",
    { params: { query: { ...WHICH[which], limit: 50, ...(search ? { search } : {}) } } },
    paged,
  );
  const narrowed = search !== "" || which !== "all";
  return (
    <Page title={t("companies.title")} about={t("companies.about")}>
      <Group align="flex-start">
        <TextInput
          type="search"
          aria-label={t("companies.search")}
          placeholder={t("companies.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          flex="1 1 240px"
        />
        <Select
          aria-label={t("companies.which")}
          allowDeselect={false}
          value={which}
          onChange={(word) => word && isWhich(word) && setWhich(word)}
          data={Object.keys(WHICH)
            .filter(isWhich)
            .map((value) => ({ value, label: t(`companies.${value}`) }))}
          flex="0 1 220px"
        />
      </Group>
      <Listing
        label={t("companies.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns()}
        empty={
          narrowed ? (
            <Empty icon={<IconSearch />} title={t("companies.none_found")} />
          ) : (
            <Empty
              icon={<IconBuildingStore />}
              title={t("companies.none")}
              text={t("companies.none_text")}
              action={<TextLink to="/register">{t("companies.register")}</TextLink>}
            />
          )
        }
      />
    </Page>
  );
}

function useColumns(): Column<Company>[] {
  const { t } = useTranslation("operator");
  const format = useOperatorFormat();
  return [
    {
      key: "name",
      title: t("companies.name"),
      cell: ({ id, name, slug }) => (
        <Stack gap={0}>
          <TextLink to="/operator/companies/$id" params={{ id }} fw={500}>
            {name}
          </TextLink>
          <Text size="xs" c="dimmed" fw={400}>
            /b/{slug}
          </Text>
        </Stack>
      ),
    },
    {
      key: "status",
      title: t("companies.status"),
      cell: (company) => <CompanyBadges company={company} />,
    },
    {
      key: "note",
      title: t("companies.note"),
      cell: ({ suspended_reason, closes_at }) =>
        suspended_reason ??
        (closes_at ? (
          <Badge variant="outline" color="gray">
            {t("companies.closes", { when: format.date(closes_at) })}
          </Badge>
        ) : (
          "–"
        )),
    },
    { key: "since", title: t("companies.since"), cell: ({ created_at }) => format.date(created_at) },
  ];
}
