import { Button, Group, Stack, Text } from "@mantine/core";
import { IconMailX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { TextLink } from "../../parts/links";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";

/** Messages that did not go out: to whom, why, and once more. */
export function FailedMessages({ messages }: { messages: Schemas["Message"][] }) {
  const { t } = useTranslation(["today", "clients"]);
  const format = useFormat();
  const { can } = useWho();
  const { run, busy } = useAction("/messages", "/clients");
  return messages.map(({ id, kind, recipient, client_id, failure, created_at }) => (
    <Group key={id} wrap="nowrap" align="flex-start" gap="sm">
      <IconMailX size={20} aria-hidden />
      <Stack gap={6} flex={1} miw={0}>
        <div>
          <Text size="sm" fw={600}>
            {t("failed.title", { kind: t(`clients:messages.kind.${kind}`) })}
          </Text>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {client_id && can("clients:read") ? (
              <TextLink to="/clients/$id" params={{ id: client_id }} size="sm">
                {recipient}
              </TextLink>
            ) : (
              recipient
            )}
          </Text>
          <Text size="xs" c="dimmed" lineClamp={2}>
            {[format.ago(created_at), failure].filter(Boolean).join(" · ")}
          </Text>
        </div>
        {can("messages:send") && (
          <Group>
            <Button
              size="xs"
              variant="default"
              disabled={busy}
              aria-label={`${t("clients:messages.resend")}: ${recipient}`}
              onClick={() =>
                run({
                  send: () => api.POST("/messages/{id}/resend", { params: { path: { id } } }),
                  done: t("clients:messages.resent"),
                })
              }
            >
              {t("clients:messages.resend")}
            </Button>
          </Group>
        )}
      </Stack>
    </Group>
  ));
}
