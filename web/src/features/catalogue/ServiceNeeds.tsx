import { NumberInput, Switch, TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Section } from "../../parts/Section";
import type { ServiceSection } from "./ServiceForm";
import { ServiceResources } from "./ServiceResources";
import { useSkills } from "./lists";

/** Whose time a service takes, what it takes besides, and for how many people it is. */
export function ServiceNeeds({ form }: ServiceSection) {
  const { t } = useTranslation("catalogue");
  const skills = useSkills();
  const { needs_staff, max_party_size } = form.values;
  return (
    <Section title={t("services.needs")} about={t("services.needs_about")}>
      <Switch
        label={t("services.needs_staff")}
        description={t("services.needs_staff_hint")}
        {...form.getInputProps("needs_staff", { type: "checkbox" })}
      />
      {needs_staff && (
        <TagsInput
          label={t("services.skills")}
          description={t("services.skills_hint")}
          data={skills}
          maxTags={20}
          clearable
          {...form.getInputProps("skills")}
        />
      )}
      <Switch
        label={t("services.needs_place")}
        description={t("services.needs_place_hint")}
        {...form.getInputProps("needs_place", { type: "checkbox" })}
      />
      <ServiceResources form={form} />
      <NumberInput
        label={t("services.party")}
        description={t("services.party_hint")}
        min={1}
        max={1000}
        allowDecimal={false}
        maw={320}
        {...form.getInputProps("max_party_size")}
      />
      {Number(max_party_size) > 1 && (
        <Switch
          label={t("services.per_person")}
          description={t("services.per_person_hint")}
          {...form.getInputProps("per_person", { type: "checkbox" })}
        />
      )}
    </Section>
  );
}
