import { Alert, Button, Drawer, Group, Tabs } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArchive, IconCalendarPlus, IconPencil } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Failure, Loading } from "../../parts/states";
import { useFormat, useWho } from "../../parts/who";
import { BookingPanel, NewBooking } from "../bookings/drawers";
import { Assets } from "./Assets";
import { ClientBookings } from "./ClientBookings";
import { ClientFacts } from "./ClientFacts";
import { ClientForm } from "./ClientForm";
import { ClientMenu } from "./ClientMenu";
import { ClientMessages } from "./ClientMessages";
import { Preferences } from "./Preferences";

/** A client: who they are, what they booked, what they were told. */
export function ClientCard() {
  const { id } = useParams({ from: "/desk/clients/$id" });
  const client = $api.useQuery("get", "/clients/{id}", { params: { path: { id } } });
  if (client.isPending) return <Loading />;
  if (client.isError) return <Failure of={client.error} retry={() => void client.refetch()} />;
  return <Card key={id} client={client.data} />;
}

function Card({ client }: { client: Schemas["Client"] }) {
  const { t } = useTranslation(["clients", "common"]);
  const { can } = useWho();
  const format = useFormat();
  const [editing, form] = useDisclosure();
  const [booking, making] = useDisclosure();
  const [shown, setShown] = useState<string | null>(null);
  const { id, archived_at, erased_at } = client;
  const inUse = !archived_at && !erased_at;

  const actions = (
    <Group gap="xs">
      {inUse && can("bookings:create") && (
        <Button leftSection={<IconCalendarPlus size={16} aria-hidden />} onClick={making.open}>
          {t("card.book")}
        </Button>
      )}
      {inUse && can("clients:update") && (
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={form.open}>
          {t("common:edit")}
        </Button>
      )}
      <ClientMenu client={client} />
    </Group>
  );
  return (
    <Page
      title={client.name}
      about={
        <TextLink to="/clients" size="sm">
          {t("title")}
        </TextLink>
      }
      actions={actions}
    >
      {archived_at && (
        <Alert color="gray" icon={<IconArchive />}>
          {erased_at
            ? t("card.erased", { date: format.date(erased_at) })
            : t("card.archived", { date: format.date(archived_at) })}
        </Alert>
      )}
      <ClientFacts client={client} />
      <Tabs defaultValue="bookings" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="bookings">{t("bookings.title")}</Tabs.Tab>
          <Tabs.Tab value="assets">{t("assets.title")}</Tabs.Tab>
          {can("messages:read") && <Tabs.Tab value="messages">{t("messages.title")}</Tabs.Tab>}
          <Tabs.Tab value="preferences">{t("preferences.title")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="bookings">
          <ClientBookings id={id} onShow={setShown} />
        </Tabs.Panel>
        <Tabs.Panel value="assets">
          <Assets client={client} />
        </Tabs.Panel>
        <Tabs.Panel value="messages">
          <ClientMessages id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="preferences">
          <Preferences id={id} readOnly={!inUse || !can("clients:update")} />
        </Tabs.Panel>
      </Tabs>
      <Drawer
        opened={editing}
        onClose={form.close}
        title={t("card.edit")}
        position="right"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <ClientForm client={client} onSaved={form.close} />
      </Drawer>
      {shown && <BookingPanel id={shown} onClose={() => setShown(null)} />}
      {booking && (
        <NewBooking
          client={client}
          onClose={making.close}
          onBooked={(made) => {
            making.close();
            setShown(made.id);
          }}
        />
      )}
    </Page>
  );
}
