import { Group, Radio, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useWho } from "../../parts/who";
import { type Kind, KINDS, isKind, wordFor } from "./kinds";

interface Props {
  value: Kind;
  onChange: (kind: Kind) => void;
}

/** What a report is about, of what one may read. */
export function KindCards({ value, onChange }: Props) {
  const { t } = useTranslation("reports");
  const { can } = useWho();
  return (
    <Radio.Group label={t("kind.label")} value={value} onChange={(word) => isKind(word) && onChange(word)}>
      <Stack gap="xs" mt={4}>
        {KINDS.filter((kind) => can(wordFor(kind))).map((kind) => (
          <Radio.Card key={kind} value={kind} p="sm">
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator mt={2} />
              <div>
                <Text size="sm" fw={600}>
                  {t(`kind.${kind}`)}
                </Text>
                <Text size="xs" c="dimmed">
                  {t(`kind.${kind}_text`)}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}
