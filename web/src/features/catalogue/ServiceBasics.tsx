import { Input, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { paged } from "../../parts/paged";
import { Section } from "../../parts/Section";
import { useAll } from "../../parts/useAll";
import type { ServiceSection } from "./ServiceForm";
import { VISIBILITIES } from "./choices";
import { useCategories } from "./lists";

/** What a service is called, where it is listed, and who sees it. */
export function ServiceBasics({ form }: ServiceSection) {
  const { t } = useTranslation("catalogue");
  const categories = useCategories();
  const types = useAll(
    $api.useInfiniteQuery("get", "/service-types", { params: { query: { limit: 100 } } }, paged),
  );
  const named = (rows: { id: string; name: string }[] | undefined) =>
    (rows ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Section title={t("services.basics")}>
      <TextInput label={t("fields.name")} required maxLength={120} {...form.getInputProps("name")} />
      <Textarea
        label={t("fields.description")}
        description={t("services.description_hint")}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps("description")}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t("fields.category")}
          placeholder={t("services.no_category")}
          clearable
          searchable
          data={named(categories.data)}
          {...form.getInputProps("category_id")}
        />
        {types.data && types.data.length > 0 && (
          <Select
            label={t("fields.type")}
            clearable
            searchable
            data={named(types.data)}
            {...form.getInputProps("service_type_id")}
          />
        )}
      </SimpleGrid>
      <Stack gap={4} align="flex-start">
        <Input.Label id="service-visibility">{t("fields.visibility")}</Input.Label>
        <SegmentedControl
          aria-labelledby="service-visibility"
          data={VISIBILITIES.map((value) => ({ value, label: t(`visibility.${value}`) }))}
          {...form.getInputProps("visibility")}
        />
        <Text size="sm" c="dimmed">
          {t(`visibility_hint.${form.values.visibility}`)}
        </Text>
      </Stack>
    </Section>
  );
}
