import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch, IconTags } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ButtonLink } from "../../parts/links";
import { Empty, Refusal } from "../../parts/states";
import { useFormat, useWho } from "../../parts/who";
import { BookingDetails } from "./BookingDetails";
import type { Basket } from "./basket";
import type { Making } from "./useNewBooking";

const MANY = 8;

interface Props {
  making: Making;
  basket: Basket;
}

/** What is done, by whom, where. */
export function ChooseServices({ making, basket }: Props) {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  const { company, can } = useWho();
  const [typed, setTyped] = useState("");
  const { draft, services, put, go, form } = making;
  const word = typed.trim().toLocaleLowerCase(format.language);
  const shown = services.filter(
    ({ id, name }) =>
      draft.service_ids.includes(id) || name.toLocaleLowerCase(format.language).includes(word),
  );
  const price = (amount: number) => format.money({ amount, currency: company.currency });

  if (services.length === 0) {
    return (
      <Empty
        icon={<IconTags />}
        title={t("new.no_services")}
        action={can("services:create") && <ButtonLink to="/catalogue">{t("new.to_catalogue")}</ButtonLink>}
      />
    );
  }
  return (
    <Stack>
      {services.length > MANY && (
        <TextInput
          aria-label={t("new.search_service")}
          placeholder={t("new.search_service")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Checkbox.Group
        aria-label={t("items")}
        value={draft.service_ids}
        onChange={(service_ids) => put({ service_ids })}
      >
        <Stack gap={6} mah={340} style={{ overflowY: "auto" }}>
          {shown.map(({ id, name, duration_minutes, price: { amount } }) => (
            <Checkbox.Card key={id} value={id} p="xs" radius="md">
              <Group wrap="nowrap" gap="sm">
                <Checkbox.Indicator />
                <Text size="sm" fw={500} flex={1}>
                  {name}
                </Text>
                <Text size="sm" c="dimmed" ta="right">
                  {format.duration(duration_minutes)} · {price(amount)}
                </Text>
              </Group>
            </Checkbox.Card>
          ))}
        </Stack>
      </Checkbox.Group>
      {basket.possibleAddons.length > 0 && (
        <Checkbox.Group
          label={t("addons.title")}
          value={draft.addon_ids}
          onChange={(addon_ids) => put({ addon_ids })}
        >
          <Stack gap="xs" mt={6}>
            {basket.possibleAddons.map(({ id, name, duration_minutes, price: cost }) => (
              <Checkbox
                key={id}
                value={id}
                label={name}
                description={[
                  duration_minutes > 0 && `+ ${format.duration(duration_minutes)}`,
                  cost && format.money(cost),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {basket.services.length > 0 && <BookingDetails making={making} basket={basket} />}
      {Object.keys(form.errors).length > 0 && <Refusal of={making.refusal} />}
      <Group justify="space-between">
        <Text fw={600}>
          {basket.services.length > 0 && `${format.duration(basket.minutes)} · ${price(basket.amount)}`}
        </Text>
        <Button disabled={basket.services.length === 0} onClick={() => go("time")}>
          {t("new.to_time")}
        </Button>
      </Group>
    </Stack>
  );
}
