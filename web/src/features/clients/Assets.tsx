import { Button, Card, Drawer, Group, SegmentedControl, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconCar, IconHome, IconPackage, IconPaw, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { Empty, Failure, Loading } from "../../parts/states";
import { RowMenu } from "../../parts/RowMenu";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { AssetForm } from "./AssetForm";

type Asset = Schemas["Asset"];

const ICONS = { vehicle: IconCar, pet: IconPaw, site: IconHome, other: IconPackage };

/** What bookings of a client are about: vehicles, pets, sites. */
export function Assets({ client }: { client: Schemas["Client"] }) {
  const { t } = useTranslation(["clients", "common"]);
  const mayWrite = useWho().can("clients:update") && !client.archived_at;
  const [archived, setArchived] = useState(false);
  const [edited, setEdited] = useState<Asset | "new" | null>(null);
  const assets = $api.useQuery("get", "/clients/{id}/assets", {
    params: { path: { id: client.id }, query: { archived, limit: 100 } },
  });
  const add = mayWrite && (
    <Button
      variant="default"
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => setEdited("new")}
    >
      {t("assets.add")}
    </Button>
  );
  return (
    <Stack>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t("assets.which")}
          value={archived ? "archived" : "active"}
          onChange={(which) => setArchived(which === "archived")}
          data={[
            { value: "active", label: t("assets.in_use") },
            { value: "archived", label: t("archived") },
          ]}
        />
        {!archived && !!assets.data?.data.length && add}
      </Group>
      {assets.isPending && <Loading />}
      {assets.isError && <Failure of={assets.error} retry={() => void assets.refetch()} />}
      {assets.data?.data.length === 0 && (
        <Empty
          icon={<IconCar />}
          title={archived ? t("assets.none_archived") : t("assets.none")}
          {...(archived ? {} : { text: t("assets.none_text"), action: add })}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {assets.data?.data.map((asset) => (
          <One key={asset.id} asset={asset} mayWrite={mayWrite} onEdit={() => setEdited(asset)} />
        ))}
      </SimpleGrid>
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === "new" ? t("assets.add") : t("assets.edit")}
        position="right"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <AssetForm
          clientId={client.id}
          {...(edited && edited !== "new" ? { asset: edited } : {})}
          onSaved={() => setEdited(null)}
        />
      </Drawer>
    </Stack>
  );
}

interface OneProps {
  asset: Asset;
  mayWrite: boolean;
  onEdit: () => void;
}

function One({ asset, mayWrite, onEdit }: OneProps) {
  const { t } = useTranslation(["clients", "common"]);
  const { run } = useAction("/clients", "/assets");
  const { id, name, kind, make, model, year, identifier, notes, archived_at } = asset;
  const Icon = ICONS[kind];
  const at = { params: { path: { id } } };
  return (
    <Card withBorder padding="sm" component="article">
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Icon size={22} aria-hidden />
        <Stack gap={2} flex={1} miw={0}>
          <Title order={2} size="h5">
            {name}
          </Title>
          <Text size="sm" c="dimmed">
            {[t(`assets.kind.${kind}`), make, model, year].filter(Boolean).join(" · ")}
          </Text>
          {identifier && (
            <Text size="sm" ff="monospace">
              {identifier}
            </Text>
          )}
          {notes && (
            <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
              {notes}
            </Text>
          )}
        </Stack>
        <RowMenu
          label={`${t("common:actions")}: ${name}`}
          actions={[
            mayWrite && !archived_at && { label: t("common:edit"), onClick: onEdit },
            mayWrite &&
              !archived_at && {
                label: t("common:archive"),
                onClick: () =>
                  run({
                    send: () => api.POST("/assets/{id}/archive", at),
                    done: t("assets.archived", { name }),
                  }),
              },
            mayWrite &&
              !!archived_at && {
                label: t("common:restore"),
                onClick: () =>
                  run({
                    send: () => api.POST("/assets/{id}/restore", at),
                    done: t("assets.restored", { name }),
                  }),
              },
          ]}
        />
      </Group>
    </Card>
  );
}
