import { Button, Drawer, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Section } from "../../parts/Section";
import { Failure, Loading } from "../../parts/states";
import { useWho } from "../../parts/who";
import { LocationForm } from "./LocationForm";
import { Maintenance } from "./Maintenance";
import { OpeningHours } from "./OpeningHours";
import { Places } from "./Places";

/** One location: when it is open, how full it is, and when it is out of order. */
export function LocationPage() {
  const { t } = useTranslation(["catalogue", "common"]);
  const { can } = useWho();
  const { id } = useParams({ from: "/desk/catalogue/locations/$id" });
  const [editing, form] = useDisclosure();
  const {
    data: location,
    error,
    refetch,
  } = $api.useQuery("get", "/locations/{id}", {
    params: { path: { id } },
  });
  if (error && !location) return <Failure of={error} retry={() => void refetch()} />;
  if (!location) return <Loading />;
  const { name, street, zip, city, phone, time_zone, version } = location;
  const address = [street, [zip, city].filter(Boolean).join(" "), phone, time_zone]
    .filter(Boolean)
    .join(" · ");
  return (
    <Page
      title={name}
      about={
        <Group component="span" gap="xs">
          <TextLink to="/catalogue/locations" size="sm">
            {t("locations.title")}
          </TextLink>
          <Text component="span" size="sm">
            {address}
          </Text>
        </Group>
      }
      actions={
        can("locations:update") && (
          <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={form.open}>
            {t("common:edit")}
          </Button>
        )
      }
    >
      <OpeningHours id={id} />
      <Places id={id} zone={time_zone} />
      <Section title={t("maintenance.title")} about={t("maintenance.location_about")}>
        <Maintenance owner={{ kind: "location", id, name }} zone={time_zone} />
      </Section>
      <Drawer
        opened={editing}
        onClose={form.close}
        position="right"
        title={name}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <LocationForm key={version} location={location} onSaved={form.close} />
      </Drawer>
    </Page>
  );
}
