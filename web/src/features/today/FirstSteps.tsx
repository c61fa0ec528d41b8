import { ActionIcon, Alert, Anchor, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconRocket } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { ButtonLink } from "../../parts/links";
import { useWho } from "../../parts/who";

/** For a company that nobody has booked with yet: what to set up, and the link to share. */
export function FirstSteps() {
  const { t } = useTranslation(["today", "common"]);
  const { company, can } = useWho();
  const some = $api.useQuery(
    "get",
    "/bookings",
    { params: { query: { limit: 1 } } },
    { enabled: can("bookings:read") },
  );
  if (!some.data || some.data.data.length > 0) return null;
  const link = `${window.location.origin}/b/${company.slug}`;
  return (
    <Alert icon={<IconRocket />} title={t("first.title")}>
      <Text size="sm">{t("first.text")}</Text>
      <Group gap="md" mt="sm">
        <ButtonLink to="/welcome" size="sm">
          {t("first.button")}
        </ButtonLink>
        <Group gap={4} wrap="nowrap" miw={0}>
          <Anchor href={link} target="_blank" rel="noreferrer" size="sm" style={{ overflowWrap: "anywhere" }}>
            {link}
          </Anchor>
          <CopyButton value={link}>
            {({ copied, copy }) => (
              <ActionIcon
                variant="subtle"
                onClick={copy}
                title={copied ? t("common:copied") : t("common:copy")}
                aria-label={t("first.copy")}
              >
                {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              </ActionIcon>
            )}
          </CopyButton>
        </Group>
      </Group>
    </Alert>
  );
}
