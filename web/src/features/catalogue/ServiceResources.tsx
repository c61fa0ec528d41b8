import { ActionIcon, Autocomplete, Button, Fieldset, Group, NumberInput, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { ServiceSection } from "./ServiceForm";
import { useResources } from "./lists";

/** What a service takes of the company's resources, kind by kind. */
export function ServiceResources({ form }: ServiceSection) {
  const { t } = useTranslation("catalogue");
  const resources = useResources();
  const kinds = [...new Set((resources.data ?? []).map(({ kind }) => kind))].sort();
  const needed = form.values.resources;
  return (
    <Fieldset legend={t("services.resources")}>
      <Stack gap="xs">
        {needed.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("services.resources_none")}
          </Text>
        )}
        {needed.map((_, index) => (
          <Group key={index} gap="xs" align="flex-start" wrap="nowrap">
            <Autocomplete
              flex={1}
              aria-label={t("services.resource_kind")}
              placeholder={t("services.resource_kind_example")}
              data={kinds}
              maxLength={40}
              {...form.getInputProps(`resources.${index}.kind`)}
            />
            <NumberInput
              w={90}
              aria-label={t("services.resource_quantity")}
              min={1}
              max={20}
              allowDecimal={false}
              {...form.getInputProps(`resources.${index}.quantity`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("services.resource_remove", { kind: needed[index]?.kind ?? "" })}
              onClick={() => form.removeListItem("resources", index)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          style={{ alignSelf: "flex-start" }}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem("resources", { kind: "", quantity: 1 })}
        >
          {t("services.resource_add")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
