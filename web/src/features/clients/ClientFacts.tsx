import { Alert, Anchor, Card, Group, SimpleGrid, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { isLanguage, LANGUAGES } from "../../i18n";
import { useFormat } from "../../parts/who";

/** How to reach a client, and what staff know of them. */
export function ClientFacts({ client }: { client: Schemas["Client"] }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  const { phone, email, language, notes, email_failed_at, phone_failed_at } = client;
  return (
    <Card withBorder padding="md">
      <SimpleGrid component="dl" m={0} cols={{ base: 2, md: 4 }} spacing="md">
        <Fact name={t("phone")}>
          {phone ? (
            <Anchor fz="inherit" href={`tel:${phone}`}>
              {phone}
            </Anchor>
          ) : (
            "–"
          )}
          {phone_failed_at && (
            <Unreachable text={t("card.phone_failed", { date: format.date(phone_failed_at) })} />
          )}
        </Fact>
        <Fact name={t("email")}>
          {email ? (
            <Anchor fz="inherit" href={`mailto:${email}`}>
              {email}
            </Anchor>
          ) : (
            "–"
          )}
          {email_failed_at && (
            <Unreachable text={t("card.email_failed", { date: format.date(email_failed_at) })} />
          )}
        </Fact>
        <Fact name={t("language")}>
          {language && isLanguage(language) ? LANGUAGES[language] : t("card.language_of_company")}
        </Fact>
        <Fact name={t("since")}>{format.date(client.created_at)}</Fact>
      </SimpleGrid>
      {notes && (
        <Alert mt="md" color="yellow" variant="light" title={t("notes")}>
          <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
            {notes}
          </Text>
        </Alert>
      )}
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: "anywhere" }}>
        {children}
      </Text>
    </div>
  );
}

function Unreachable({ text }: { text: string }) {
  return (
    <Group component="span" gap={4} wrap="nowrap" c="var(--mantine-color-error)" fz="xs">
      <IconAlertTriangle size={14} aria-hidden /> {text}
    </Group>
  );
}
