import { Badge, Button, Card, Code, Group, Stack, Text, Title } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { Failure, Loading } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";
import { useWords } from "../../parts/words";
import { COLORS } from "./Deliveries";
import { pretty } from "./pretty";

interface Props {
  webhook: string;
  delivery: string;
}

/** What was sent, and every answer. */
export function DeliveryLog({ webhook, delivery: id }: Props) {
  const { t } = useTranslation("developers");
  const { can } = useWho();
  const path = { id: webhook, delivery_id: id };
  const { run, busy } = useAction("/webhooks");
  const query = $api.useQuery("get", "/webhooks/{id}/deliveries/{delivery_id}", { params: { path } });
  if (query.isPending) return <Loading />;
  if (query.isError) return <Failure of={query.error} retry={() => void query.refetch()} />;
  const { delivery, body, attempts } = query.data;
  return (
    <Stack>
      <Group justify="space-between">
        <Group gap="xs">
          <Text fw={600}>{delivery.event_type}</Text>
          <Badge variant="light" tt="none" fw={600} color={COLORS[delivery.status]}>
            {t(`deliveries.status.${delivery.status}`)}
          </Badge>
        </Group>
        {can("webhooks:update") && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRepeat size={14} aria-hidden />}
            loading={busy}
            onClick={() =>
              run({
                send: () => api.POST("/webhooks/{id}/deliveries/{delivery_id}/replay", { params: { path } }),
                done: t("deliveries.replayed"),
              })
            }
          >
            {t("deliveries.replay")}
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: "anywhere" }}>
        webhook-id: {delivery.message_id}
      </Text>
      <Title order={3} size="h6">
        {t("deliveries.sent")}
      </Title>
      <Body text={body} label={t("deliveries.sent")} />
      <Title order={3} size="h6">
        {t("deliveries.answers")}
      </Title>
      {attempts.length === 0 && <Text size="sm">{t("deliveries.no_attempt")}</Text>}
      {attempts.map((attempt, index) => (
        <Attempt key={attempt.at} attempt={attempt} number={index + 1} />
      ))}
    </Stack>
  );
}

function Attempt({ attempt, number }: { attempt: Schemas["WebhookAttempt"]; number: number }) {
  const { t } = useTranslation("developers");
  const reason = useWords("developers", "deliveries.failures");
  const format = useFormat();
  const { at, duration_ms, failure, response_status, response_body } = attempt;
  return (
    <Card withBorder padding="sm">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Text size="sm">{format.dateTime(at)}</Text>
          <Group gap="xs">
            <Text size="xs" c="dimmed">
              {t("deliveries.took", { ms: format.number(duration_ms) })}
            </Text>
            <Badge variant="light" tt="none" fw={600} color={failure ? "red" : "teal"}>
              {response_status ?? t("deliveries.no_answer")}
            </Badge>
          </Group>
        </Group>
        {failure && (
          <Text size="sm" c="var(--mantine-color-error)">
            {reason(failure)}
          </Text>
        )}
        {response_body && <Body text={response_body} label={t("deliveries.answer", { number })} />}
      </Stack>
    </Card>
  );
}

function Body({ text, label }: { text: string; label: string }) {
  return (
    <Code block tabIndex={0} role="region" aria-label={label} mah={320} style={{ overflow: "auto" }}>
      {pretty(text)}
    </Code>
  );
}
