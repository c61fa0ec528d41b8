import { Alert, Badge, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { Page } from "../../parts/Page";
import { Section } from "../../parts/Section";
import { Failure, Loading } from "../../parts/states";
import { useFormat } from "../../parts/who";
import { Deliveries } from "./Deliveries";
import { WebhookActions } from "./WebhookActions";
import { WebhookState } from "./Webhooks";

/** An endpoint: how it is, what can be done with it, and what it was sent. */
export function WebhookPage() {
  const { t } = useTranslation("developers");
  const { id } = useParams({ from: "/desk/settings/webhooks/$id" });
  const query = $api.useQuery("get", "/webhooks/{id}", { params: { path: { id } } });
  const webhook = query.data;
  if (query.isPending) return <Loading />;
  if (!webhook) return <Failure of={query.error} retry={() => void query.refetch()} />;
  return (
    <Page
      title={webhook.description || t("hooks.one")}
      about={
        <Text span style={{ overflowWrap: "anywhere" }}>
          {webhook.url}
        </Text>
      }
      actions={<WebhookActions webhook={webhook} />}
    >
      <Standing webhook={webhook} />
      <Section title={t("hooks.log")} about={t("hooks.log_about")}>
        <Deliveries webhook={webhook} />
      </Section>
    </Page>
  );
}

function Standing({ webhook }: { webhook: Schemas["Webhook"] }) {
  const { t } = useTranslation("developers");
  const format = useFormat();
  const { event_types, failing_since, disabled_at, previous_secret_until } = webhook;
  return (
    <Stack gap="xs">
      {failing_since && (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />}>
          {disabled_at
            ? t("hooks.disabled_itself", { date: format.dateTime(disabled_at) })
            : t("hooks.failing_since", { date: format.dateTime(failing_since) })}
        </Alert>
      )}
      <Group gap={6}>
        <WebhookState webhook={webhook} />
        {event_types.length === 0 ? (
          <Badge variant="default">{t("hooks.every")}</Badge>
        ) : (
          event_types.map((type) => (
            <Badge key={type} variant="default" tt="none">
              {type}
            </Badge>
          ))
        )}
      </Group>
      {previous_secret_until && (
        <Text size="sm" c="dimmed">
          {t("hooks.previous_until", { date: format.dateTime(previous_secret_until) })}
        </Text>
      )}
    </Stack>
  );
}
