import { ActionIcon, Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { Section } from "../../parts/Section";
import { confirm } from "../../parts/confirm";
import { Failure, Loading } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { RuleForm } from "./RuleForm";
import { useRuleWords } from "./useRuleWords";

type Rule = Schemas["RecurringRule"];

interface Props {
  id: string;
  /** The zone of whose hours they are. */
  zone: string;
}

/** Hours that come back by rules, beside the week: every other Saturday. */
export function RecurringHours({ id, zone }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const { can } = useWho();
  const words = useRuleWords();
  const [open, setOpen] = useState<number | null>(null);
  const { run } = useAction("/staff", "/availability");
  const params = { path: { id } };
  const { data, error, refetch } = $api.useQuery("get", "/staff/{id}/recurring-hours", { params });
  const rules = data?.rules ?? [];
  const writes = can("staff:update");
  const without = (index: number) => rules.filter((_, at) => at !== index);

  const remove = (rule: Rule, index: number) =>
    confirm({
      title: t("rules.remove_title"),
      text: words(rule),
      confirm: t("common:remove"),
      onConfirm: () =>
        run({
          send: () => api.PUT("/staff/{id}/recurring-hours", { params, body: { rules: without(index) } }),
          done: t("common:saved"),
        }),
    });
  const add = writes && data && (
    <Button
      variant="default"
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => setOpen(rules.length)}
    >
      {t("rules.add")}
    </Button>
  );

  return (
    <Section title={t("rules.title")} about={t("rules.about")} actions={add}>
      {error && !data ? (
        <Failure of={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : rules.length === 0 ? (
        <Text c="dimmed">{t("rules.none")}</Text>
      ) : (
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: "none" }}>
          {rules.map((rule, index) => (
            <Group component="li" key={index} justify="space-between" wrap="nowrap">
              <div>
                <Text fw={500}>
                  {rule.starts}–{rule.ends}
                </Text>
                <Text size="sm" c="dimmed">
                  {words(rule)}
                </Text>
              </div>
              {writes && (
                <Group gap={0} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={t("rules.edit", { rule: words(rule) })}
                    onClick={() => setOpen(index)}
                  >
                    <IconPencil size={16} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={t("rules.remove", { rule: words(rule) })}
                    onClick={() => remove(rule, index)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </Group>
              )}
            </Group>
          ))}
        </Stack>
      )}
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        title={t("rules.title")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {open !== null && (
          <RuleForm
            id={id}
            zone={zone}
            {...(rules[open] ? { rule: rules[open] } : {})}
            others={without(open)}
            onSaved={() => setOpen(null)}
          />
        )}
      </Drawer>
    </Section>
  );
}
