import { Group, SegmentedControl, Stack, TextInput, Title } from "@mantine/core";
import { IconPlus, IconSearch, IconTags } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty, Failure, Loading } from "../../parts/states";
import { tellFailure } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { BulkBar } from "./BulkBar";
import { ServiceRows } from "./ServiceRows";
import { useCategories, useServices } from "./lists";
import { grouped, inOrder, placed } from "./order";

/** What can be booked, under its headings and in the order that visitors see. */
export function Services() {
  const { t } = useTranslation("catalogue");
  const { can } = useWho();
  const [archived, setArchived] = useState(false);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const services = useServices(archived);
  const categories = useCategories();
  const { order, reorder } = useOrder();

  const add = can("services:create") && (
    <ButtonLink to="/catalogue/services/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t("services.add")}
    </ButtonLink>
  );
  const search = typed.trim().toLocaleLowerCase();
  const all = services.data ? (order ? inOrder(services.data, order) : services.data) : [];
  const found = all.filter(({ name }) => name.toLocaleLowerCase().includes(search));
  const groups = grouped(found, categories.data ?? []);
  const movable = can("services:update") && !archived && !search && services.complete;
  const choose = (ids: string[], on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });

  return (
    <Page title={t("services.title")} about={t("services.about")} actions={add}>
      <Group>
        <TextInput
          type="search"
          flex="1 1 220px"
          aria-label={t("services.search")}
          placeholder={t("services.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t("which")}
          value={archived ? "archived" : "active"}
          onChange={(which) => {
            setArchived(which === "archived");
            setChosen(new Set());
          }}
          data={[
            { value: "active", label: t("on_offer") },
            { value: "archived", label: t("archived") },
          ]}
        />
      </Group>
      {services.error && !services.data ? (
        <Failure of={services.error} retry={services.retry} />
      ) : !services.data || (!categories.data && !categories.error) ? (
        <Loading />
      ) : found.length === 0 ? (
        search || archived ? (
          <Empty icon={<IconSearch />} title={t("services.none_found")} />
        ) : (
          <Empty icon={<IconTags />} title={t("services.none")} text={t("services.none_text")} action={add} />
        )
      ) : (
        groups.map(({ category, services }) => (
          <Stack key={category?.id ?? "none"} gap="xs" component="section">
            {(category || groups.length > 1) && (
              <Title order={2} size="h5">
                {category?.name ?? t("services.no_category")}
              </Title>
            )}
            <ServiceRows
              label={category?.name ?? t("services.title")}
              services={services}
              chosen={chosen}
              {...(can("services:update") ? { onChoose: choose } : {})}
              {...(movable ? { onMove: (id, onto) => reorder(placed(groups, id, onto)) } : {})}
            />
          </Stack>
        ))
      )}
      {chosen.size > 0 && (
        <BulkBar ids={[...chosen]} archived={archived} onDone={() => setChosen(new Set())} />
      )}
    </Page>
  );
}

// The new order is shown at once, and let go of when the server has it, or has refused it.
function useOrder() {
  const queries = useQueryClient();
  const { mutate, variables, isPending } = useMutation({
    mutationFn: async (ids: string[]) => {
      await must(api.PUT("/services/order", { body: { ids } }));
      await stale(queries, "/services");
    },
    onError: tellFailure,
  });
  return { order: isPending ? variables : undefined, reorder: mutate };
}
