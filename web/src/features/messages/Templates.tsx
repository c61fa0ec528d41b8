import { Badge, Group, Select, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { LANGUAGES } from "../../i18n";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Failure, Loading } from "../../parts/states";
import { useWho } from "../../parts/who";
import { CHANNELS, KINDS } from "./kinds";

/** The words of every kind of message, by channel and language. */
export function Templates() {
  const { t } = useTranslation("messages");
  const { company } = useWho();
  const [language, setLanguage] = useState(company.language);
  const query = $api.useQuery("get", "/templates");
  return (
    <Page title={t("templates.title")} about={t("templates.about")}>
      <Select
        allowDeselect={false}
        w={200}
        aria-label={t("templates.language")}
        value={language}
        onChange={(chosen) => setLanguage(chosen ?? company.language)}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      />
      {query.isPending ? (
        <Loading />
      ) : query.isError ? (
        <Failure of={query.error} retry={() => void query.refetch()} />
      ) : (
        <Kinds templates={query.data.data.filter((template) => template.language === language)} />
      )}
    </Page>
  );
}

function Kinds({ templates }: { templates: Schemas["MessageTemplate"][] }) {
  const { t } = useTranslation("messages");
  const groups = [
    { key: "clients", kinds: KINDS.filter((kind) => !kind.startsWith("staff_")) },
    { key: "staff", kinds: KINDS.filter((kind) => kind.startsWith("staff_")) },
  ] as const;
  return (
    <Table verticalSpacing="sm" aria-label={t("templates.title")}>
      {groups.map(({ key, kinds }) => (
        <Table.Tbody key={key}>
          <Table.Tr>
            <Table.Th colSpan={2} scope="colgroup" pt="md">
              <Text size="xs" fw={600} c="dimmed" tt="uppercase">
                {t(`templates.to_${key}`)}
              </Text>
            </Table.Th>
          </Table.Tr>
          {kinds.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row" fw={500}>
                {t(`kind.${kind}`)}
              </Table.Th>
              <Table.Td>
                <Channels templates={templates.filter((template) => template.kind === kind)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      ))}
    </Table>
  );
}

function Channels({ templates }: { templates: Schemas["MessageTemplate"][] }) {
  const { t } = useTranslation("messages");
  return (
    <Group gap="lg">
      {CHANNELS.map((channel) => {
        const template = templates.find((template) => template.channel === channel);
        if (!template) return null;
        const { kind, language, is_default } = template;
        return (
          <Stack key={channel} gap={2} align="flex-start">
            <TextLink
              to="/settings/templates/$kind/$channel/$language"
              params={{ kind, channel, language }}
              size="sm"
              aria-label={`${t(`channel.${channel}`)}: ${t(`kind.${kind}`)}`}
            >
              {t(`channel.${channel}`)}
            </TextLink>
            {!is_default && (
              <Badge size="xs" variant="light" tt="none" fw={600}>
                {t("templates.own")}
              </Badge>
            )}
          </Stack>
        );
      })}
    </Group>
  );
}
