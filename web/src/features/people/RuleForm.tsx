import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { todayIn } from "../../i18n/format";
import { DateField } from "../../parts/DateField";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { WEEKDAYS, type Weekday, weekdayName } from "../../parts/weekHours";
import { useFormat } from "../../parts/who";
import { WEEKLY, parseRule, ruleText } from "./rules";
import { useRuleWords } from "./useRuleWords";

type Recurring = Schemas["RecurringRule"];

interface Props {
  id: string;
  zone: string;
  /** Absent: a new one. */
  rule?: Recurring;
  /** The rules beside it, which stay. */
  others: Recurring[];
  onSaved: () => void;
}

/** A rule is made of what people say: how often, on which days, from when, until when. */
export function RuleForm({ id, zone, rule, others, onSaved }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const { language } = useFormat();
  const queries = useQueryClient();
  const words = useRuleWords();
  const read = rule ? parseRule(rule.rule) : WEEKLY;
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        every: read.every as string,
        interval: read.interval as number | string,
        on: read.on as string[],
        starts_on: rule?.starts_on ?? todayIn(zone),
        starts: rule?.starts ?? "09:00",
        ends: rule?.ends ?? "18:00",
        until_kind: read.until ? "date" : read.count !== null ? "count" : "never",
        until: read.until,
        count: (read.count ?? 10) as number | string,
      },
    },
    async (values) => {
      const rules = [...others, made(values)];
      await saved(
        queries,
        api.PUT("/staff/{id}/recurring-hours", { params: { path: { id } }, body: { rules } }),
        "/staff",
        "/availability",
      );
      tell(t("common:saved"));
      onSaved();
    },
  );
  type Values = typeof form.values;
  function made(values: Values): Recurring {
    const text = ruleText({
      every: values.every === "day" ? "day" : "week",
      interval: Number(values.interval) || 1,
      on: WEEKDAYS.filter((day: Weekday) => values.on.includes(day)),
      count: values.until_kind === "count" ? Number(values.count) : null,
      until: values.until_kind === "date" ? values.until : null,
    });
    return { rule: text, starts_on: values.starts_on, starts: values.starts, ends: values.ends };
  }
  const { values } = form;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <SegmentedControl
          aria-label={t("rules.often")}
          data={[
            { value: "week", label: t("rules.by_week") },
            { value: "day", label: t("rules.by_day") },
          ]}
          {...form.getInputProps("every")}
        />
        <NumberInput
          label={t(values.every === "day" ? "rules.interval_days" : "rules.interval_weeks")}
          description={t("rules.interval_hint")}
          min={1}
          max={100}
          allowDecimal={false}
          {...form.getInputProps("interval")}
        />
        <Checkbox.Group label={t("rules.days")} {...form.getInputProps("on")}>
          <Group gap="sm" mt={4}>
            {WEEKDAYS.map((day) => (
              <Checkbox key={day} value={day} label={weekdayName(language, day, "short")} />
            ))}
          </Group>
        </Checkbox.Group>
        <Group grow align="flex-start">
          <TextInput type="time" required label={t("hours.from")} {...form.getInputProps("starts")} />
          <TextInput type="time" required label={t("hours.to")} {...form.getInputProps("ends")} />
        </Group>
        <DateField label={t("rules.starts_on")} required {...form.getInputProps("starts_on")} />
        <Fieldset legend={t("rules.ends")}>
          <Stack gap="xs">
            <Select
              aria-label={t("rules.ends")}
              allowDeselect={false}
              data={[
                { value: "never", label: t("rules.never") },
                { value: "date", label: t("rules.with_date") },
                { value: "count", label: t("rules.with_count") },
              ]}
              {...form.getInputProps("until_kind")}
            />
            {values.until_kind === "date" && (
              <DateField aria-label={t("rules.with_date")} required {...form.getInputProps("until")} />
            )}
            {values.until_kind === "count" && (
              <NumberInput
                aria-label={t("rules.with_count")}
                required
                min={1}
                allowDecimal={false}
                {...form.getInputProps("count")}
              />
            )}
          </Stack>
        </Fieldset>
        <Text size="sm" role="status">
          {words(made(values))}
        </Text>
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
