import { Group, Stack, Text } from "@mantine/core";
import { IconPlugX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { TextLink } from "../../parts/links";
import { useFormat } from "../../parts/who";

/** Endpoints that nothing reaches any more. */
export function SilentWebhooks({ webhooks }: { webhooks: Schemas["Webhook"][] }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  return webhooks.map(({ id, description, url, disabled_at, failing_since }) => (
    <Group key={id} wrap="nowrap" align="flex-start" gap="sm">
      <IconPlugX size={20} aria-hidden />
      <Stack gap={0} flex={1} miw={0}>
        <Text size="sm" fw={600} truncate>
          {description || url}
        </Text>
        <Text size="sm">
          {disabled_at
            ? t("webhook.disabled", { when: format.ago(disabled_at) })
            : failing_since && t("webhook.failing", { when: format.ago(failing_since) })}
        </Text>
        <TextLink to="/settings" size="sm">
          {t("webhook.settings")}
        </TextLink>
      </Stack>
    </Group>
  ));
}
