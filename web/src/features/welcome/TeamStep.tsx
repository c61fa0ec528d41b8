import { ActionIcon, Alert, Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { IconCheck, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { useWho } from "../../parts/who";
import { StepFrame } from "./StepFrame";
import { useJoin } from "./useJoin";

interface Props {
  staff: Schemas["Staff"][];
  onNext: () => void;
}

/** Who works: oneself, and colleagues, who can be invited in the same breath. */
export function TeamStep({ staff, onNext }: Props) {
  const { t } = useTranslation(["welcome", "common"]);
  const { me, can } = useWho();
  const { join, joinSelf, amIn, ready } = useJoin(staff);
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { me: staff.length === 0, colleagues: [] as { name: string; email: string }[] } },
    async (values) => {
      if (values.me && !amIn) await joinSelf();
      for (const [index, colleague] of values.colleagues.entries()) await join(colleague, index);
      onNext();
    },
  );
  const { colleagues } = form.values;
  return (
    <form onSubmit={submit}>
      <StepFrame title={t("team.title")} about={t("team.about")} sending={sending || !ready} onSkip={onNext}>
        <Refusal of={refusal} />
        {staff.length > 0 && (
          <Alert icon={<IconCheck />} title={t("team.have", { count: staff.length })}>
            {staff.map(({ name }) => name).join(", ")}
          </Alert>
        )}
        {!amIn && (
          <Checkbox
            label={t("team.me", { name: me.name })}
            description={t("team.me_hint")}
            {...form.getInputProps("me", { type: "checkbox" })}
          />
        )}
        {colleagues.map((_, index) => (
          <Group
            key={index}
            align="flex-start"
            gap="sm"
            role="group"
            aria-label={t("team.colleague", { number: index + 1 })}
          >
            <TextInput
              label={t("team.name")}
              required
              autoFocus
              flex="1 1 180px"
              {...form.getInputProps(`colleagues.${index}.name`)}
            />
            {can("members:invite") && (
              <TextInput
                label={t("team.email")}
                description={t("team.email_hint")}
                inputWrapperOrder={["label", "input", "description", "error"]}
                type="email"
                flex="1 1 220px"
                {...form.getInputProps(`colleagues.${index}.email`)}
              />
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              mt={26}
              aria-label={t("team.remove", { number: index + 1 })}
              onClick={() => form.removeListItem("colleagues", index)}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Stack align="flex-start">
          <Button
            variant="light"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => form.insertListItem("colleagues", { name: "", email: "" })}
          >
            {t("team.add")}
          </Button>
        </Stack>
      </StepFrame>
    </form>
  );
}
