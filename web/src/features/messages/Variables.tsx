import { Button, Group, Stack, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { useWords } from "../../parts/words";

interface Props {
  variables: Schemas["TemplateVariable"][];
  onPick: (name: string) => void;
}

/** What a template can name; a press puts it where the cursor is. */
export function Variables({ variables, onPick }: Props) {
  const { t } = useTranslation("messages");
  const words = useWords("messages", "variables");
  const meaning = ({ name, description }: Schemas["TemplateVariable"]) =>
    words(name) === name ? description : words(name);
  return (
    <Stack gap={6} role="group" aria-label={t("templates.variables")}>
      <Text size="sm" fw={500}>
        {t("templates.variables")}
      </Text>
      <Group gap={6}>
        {variables.map((variable) => (
          <Tooltip
            key={variable.name}
            label={meaning(variable)}
            multiline
            maw={280}
            events={{ hover: true, focus: true, touch: false }}
          >
            <Button
              size="compact-xs"
              variant="default"
              radius="xl"
              ff="monospace"
              fw={400}
              aria-label={t("templates.insert", { name: variable.name })}
              onClick={() => onPick(variable.name)}
            >
              {variable.name}
            </Button>
          </Tooltip>
        ))}
      </Group>
    </Stack>
  );
}
