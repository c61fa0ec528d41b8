import { Button, Grid, Group, Stack, TextInput, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, ifMatch, type Schemas } from "../../api/client";
import { problemOf } from "../../api/problem";
import { stale } from "../../api/stale";
import { confirm } from "../../parts/confirm";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Section } from "../../parts/Section";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { TemplatePreview } from "./TemplatePreview";
import { Variables } from "./Variables";
import { inserted } from "./insert";
import { HINT_BELOW } from "../settings/fields";

interface Props {
  template: Schemas["MessageTemplate"];
  variables: Schemas["TemplateVariable"][];
}

/** Words are written, and seen beside as they would be sent. */
export function TemplateEditor({ template, variables }: Props) {
  const { t } = useTranslation(["messages", "common"]);
  const { can } = useWho();
  const queries = useQueryClient();
  const { run, busy } = useAction("/templates");
  const { kind, channel, language, version, is_default } = template;
  const params = { path: { kind, channel, language } };
  const isMail = channel === "email";
  const readOnly = !can("templates:update");
  const last = useRef<"subject" | "body">("body");
  const subjectInput = useRef<HTMLInputElement>(null);
  const bodyInput = useRef<HTMLTextAreaElement>(null);

  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { subject: template.subject ?? "", body: template.body } },
    async ({ subject, body }) => {
      await must(
        api.PUT("/templates/{kind}/{channel}/{language}", {
          params: { ...params, header: ifMatch(version) },
          body: { body, ...(isMail ? { subject } : {}) },
        }),
      );
      await stale(queries, "/templates");
      tell(t("common:saved"));
    },
  );

  const [words] = useDebouncedValue(form.values, 400);
  const preview = $api.useQuery(
    "post",
    "/templates/preview",
    { body: { kind, channel, language, body: words.body, ...(isMail ? { subject: words.subject } : {}) } },
    { placeholderData: keepPreviousData, enabled: words.body.trim() !== "", retry: false },
  );
  const wrong = preview.isError ? problemOf(preview.error).errors : [];
  const errorOf = (name: "subject" | "body") =>
    form.errors[name] ?? wrong.find(({ field }) => field === name)?.message;

  const insert = (name: string) => {
    const at = isMail ? last.current : "body";
    const input = at === "subject" ? subjectInput.current : bodyInput.current;
    const next = inserted(form.values[at], name, input?.selectionStart, input?.selectionEnd);
    form.setFieldValue(at, next.text);
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(next.caret, next.caret);
    });
  };

  const reset = () =>
    confirm({
      title: t("templates.reset_ask"),
      text: t("templates.reset_text"),
      confirm: t("templates.reset"),
      onConfirm: () =>
        run({
          send: () => api.DELETE("/templates/{kind}/{channel}/{language}", { params }),
          done: t("templates.reset_done"),
        }),
    });

  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, xl: 6 }}>
        <Section title={t("templates.words")}>
          <form onSubmit={submit}>
            <Stack>
              <Refusal of={refusal} />
              {isMail && (
                <TextInput
                  label={t("templates.subject")}
                  required
                  maxLength={200}
                  readOnly={readOnly}
                  lang={language}
                  {...form.getInputProps("subject")}
                  ref={subjectInput}
                  error={errorOf("subject")}
                  onFocus={() => {
                    last.current = "subject";
                  }}
                />
              )}
              <Textarea
                label={t("templates.body")}
                description={t("templates.body_hint")}
                inputWrapperOrder={HINT_BELOW}
                required
                autosize
                minRows={isMail ? 10 : 4}
                maxLength={isMail ? 10_000 : 1000}
                readOnly={readOnly}
                lang={language}
                {...form.getInputProps("body")}
                ref={bodyInput}
                error={errorOf("body")}
                onFocus={() => {
                  last.current = "body";
                }}
              />
              {!readOnly && <Variables variables={variables} onPick={insert} />}
              {!readOnly && (
                <Group>
                  <Button type="submit" loading={sending}>
                    {t("common:save")}
                  </Button>
                  {!is_default && (
                    <Button variant="default" loading={busy} onClick={reset}>
                      {t("templates.reset")}
                    </Button>
                  )}
                </Group>
              )}
            </Stack>
          </form>
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, xl: 6 }}>
        <TemplatePreview preview={preview.data} failed={preview.error} language={language} />
      </Grid.Col>
    </Grid>
  );
}
