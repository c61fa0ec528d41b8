import { Button, Combobox, Stack, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { Failure } from "../../parts/states";
import { useWho } from "../../parts/who";
import { ClientForm } from "../clients/ClientForm";

const NEW = "new";

/** Finds a client as somebody types, or makes one in place. */
export function ChooseClient({ onChoose }: { onChoose: (client: Schemas["Client"]) => void }) {
  const { t } = useTranslation("bookings");
  const mayAdd = useWho().can("clients:create");
  const [adding, form] = useDisclosure();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const combobox = useCombobox({ opened: true });
  const found = $api.useQuery(
    "get",
    "/clients",
    { params: { query: { limit: 8, ...(search ? { search } : {}) } } },
    { placeholderData: keepPreviousData },
  );
  const clients = found.data?.data ?? [];
  const { selectFirstOption, resetSelectedOption } = combobox;
  // Enter takes the first one found: only of what was found for what is typed.
  const current = search !== "" && search === typed.trim() && found.isSuccess && !found.isPlaceholderData;
  useEffect(() => {
    if (current) selectFirstOption();
    else resetSelectedOption();
  }, [current, found.data, selectFirstOption, resetSelectedOption]);

  if (adding) {
    return (
      <Stack gap="xs">
        <ClientForm {...guess(typed)} onSaved={onChoose} />
        <Button variant="subtle" onClick={form.close}>
          {t("new.back_to_search")}
        </Button>
      </Stack>
    );
  }
  const choose = (id: string) => {
    const client = clients.find((one) => one.id === id);
    if (client) onChoose(client);
    else form.open();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Stack gap="xs">
        <Combobox.EventsTarget>
          <TextInput
            data-autofocus
            autoFocus
            aria-label={t("new.search_client")}
            placeholder={t("new.search_client")}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        {found.isError && <Failure of={found.error} retry={() => void found.refetch()} />}
        <Combobox.Options aria-label={t("client")}>
          {clients.map(({ id, name, phone, email }) => (
            <Combobox.Option key={id} value={id} py="xs">
              <Text size="sm" fw={500}>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                {[phone, email].filter(Boolean).join(" · ") || "–"}
              </Text>
            </Combobox.Option>
          ))}
          {mayAdd && (
            <Combobox.Option value={NEW} py="xs">
              <Text size="sm" fw={500} c="var(--mantine-color-anchor)">
                <IconUserPlus size={16} aria-hidden style={{ verticalAlign: "text-bottom" }} />{" "}
                {typed.trim() ? t("new.add_client_named", { name: typed.trim() }) : t("new.add_client")}
              </Text>
            </Combobox.Option>
          )}
        </Combobox.Options>
        {!mayAdd && found.isSuccess && clients.length === 0 && <Text c="dimmed">{t("new.no_client")}</Text>}
      </Stack>
    </Combobox>
  );
}

/** What was typed begins the new client's card: as a phone number, an address or a name. */
function guess(typed: string) {
  const text = typed.trim();
  if (/^\+?[\d\s()-]{5,}$/.test(text)) return { phone: text };
  if (text.includes("@")) return { email: text };
  return { name: text };
}
