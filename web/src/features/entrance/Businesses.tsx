import { Group, Radio, SimpleGrid, Text, ThemeIcon } from "@mantine/core";
import { IconCar, IconScissors, IconSparkles, IconTool } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "./Entrance.module.css";

const BUSINESSES = [
  { value: "empty", icon: IconSparkles },
  { value: "salon", icon: IconScissors },
  { value: "workshop", icon: IconTool },
  { value: "detailing", icon: IconCar },
] as const;

export type Business = (typeof BUSINESSES)[number]["value"];

const isBusiness = (word: string): word is Business => BUSINESSES.some(({ value }) => value === word);

interface Props {
  value: Business;
  onChange: (business: Business) => void;
}

/** What a company starts with: nothing, or the samples of a kind of business. */
export function Businesses({ value, onChange }: Props) {
  const { t } = useTranslation("entrance");
  return (
    <Radio.Group
      label={t("business.label")}
      description={t("business.hint")}
      value={value}
      onChange={(word) => isBusiness(word) && onChange(word)}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
        {BUSINESSES.map(({ value, icon: Icon }) => (
          <Radio.Card key={value} value={value} className={classes.card}>
            <Group wrap="nowrap" gap="sm" align="flex-start">
              <ThemeIcon variant="light" size="lg" aria-hidden>
                <Icon size={20} />
              </ThemeIcon>
              <div>
                <Text fw={600} size="sm">
                  {t(`business.${value}`)}
                </Text>
                <Text size="xs" c="dimmed">
                  {t(`business.${value}_text`)}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}
