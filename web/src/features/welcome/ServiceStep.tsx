import { Alert, Button, Group, SimpleGrid, TextInput } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { DurationInput } from "../../parts/DurationInput";
import { MoneyInput } from "../../parts/MoneyInput";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { useWho } from "../../parts/who";
import { StepFrame } from "./StepFrame";

const SUGGESTIONS = [
  { key: "consultation", minutes: 30 },
  { key: "haircut", minutes: 45 },
  { key: "manicure", minutes: 60 },
  { key: "massage", minutes: 60 },
  { key: "inspection", minutes: 60 },
] as const;

/** What is asked of a service elsewhere. */
const PLAIN = {
  addon_ids: [],
  buffer_after_minutes: 0,
  buffer_before_minutes: 0,
  description: "",
  max_party_size: 1,
  needs_place: false,
  needs_staff: true,
  per_person: false,
  place: "location",
  resources: [],
  skills: [],
  visibility: "public",
} satisfies Partial<Schemas["NewService"]>;

interface Props {
  services: Schemas["Service"][];
  onNext: () => void;
}

/** The first thing that clients can book. */
export function ServiceStep({ services, onNext }: Props) {
  const { t } = useTranslation("welcome");
  const { company } = useWho();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        name: "",
        duration_minutes: 60 as number | null,
        price: { amount: 0, currency: company.currency } as Schemas["Money"] | null,
      },
    },
    async ({ name, duration_minutes, price }) => {
      if (name.trim() === "" && services.length > 0) return onNext();
      await must(
        api.POST("/services", {
          body: {
            ...PLAIN,
            name,
            duration_minutes: duration_minutes ?? 0,
            price: price ?? { amount: 0, currency: company.currency },
          },
        }),
      );
      await stale(queries, "/services");
      onNext();
    },
  );
  return (
    <form onSubmit={submit}>
      <StepFrame title={t("service.title")} about={t("service.about")} sending={sending} onSkip={onNext}>
        <Refusal of={refusal} />
        {services.length > 0 && (
          <Alert icon={<IconCheck />} title={t("service.have", { count: services.length })}>
            {services
              .slice(0, 5)
              .map(({ name }) => name)
              .join(", ")}
            {services.length > 5 && "…"}
          </Alert>
        )}
        <Group gap="xs" role="group" aria-label={t("service.suggestions")}>
          {SUGGESTIONS.map(({ key, minutes }) => (
            <Button
              key={key}
              size="compact-sm"
              radius="xl"
              variant="default"
              onClick={() => form.setValues({ name: t(`service.${key}`), duration_minutes: minutes })}
            >
              {t(`service.${key}`)}
            </Button>
          ))}
        </Group>
        <TextInput
          label={t("service.name")}
          required={services.length === 0}
          maxLength={120}
          {...form.getInputProps("name")}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <DurationInput label={t("service.duration")} required {...form.getInputProps("duration_minutes")} />
          <MoneyInput
            label={t("service.price")}
            description={t("service.price_hint")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            {...form.getInputProps("price")}
          />
        </SimpleGrid>
      </StepFrame>
    </form>
  );
}
