import { Button, Group, PasswordInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../../api/client";
import { stale } from "../../../api/stale";
import { must } from "../../../api/must";
import { useApiForm } from "../../../parts/form";
import { Section } from "../../../parts/Section";
import { Refusal } from "../../../parts/states";
import { tell } from "../../../parts/tell";
import { useWho } from "../../../parts/who";
import { HINT_BELOW } from "../fields";

/** The address that somebody signs in with is changed by a link that goes to the new one. */
export function EmailChange() {
  const { t } = useTranslation("settings");
  const { me } = useWho();
  const [sent, setSent] = useState(0);
  return (
    <Section title={t("account.email_title")} about={t("account.email_about", { email: me.email })}>
      <EmailForm key={sent} onDone={() => setSent(sent + 1)} />
    </Section>
  );
}

function EmailForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("settings");
  const { me } = useWho();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { email: "", current_password: "" } },
    async ({ email, current_password }) => {
      await must(
        api.POST("/me/email", { body: { email, ...(me.has_password ? { current_password } : {}) } }),
      );
      tell(t("account.email_sent", { email }));
      onDone();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t("account.email_new")}
            type="email"
            required
            autoComplete="email"
            {...form.getInputProps("email")}
          />
          {me.has_password && (
            <PasswordInput
              label={t("account.password_current")}
              required
              autoComplete="current-password"
              visibilityToggleButtonProps={{ "aria-label": t("account.password_show") }}
              {...form.getInputProps("current_password")}
            />
          )}
        </SimpleGrid>
        <Group>
          <Button type="submit" variant="default" loading={sending}>
            {t("account.email_button")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A new password ends every other session. */
export function PasswordChange() {
  const { t } = useTranslation("settings");
  const [changed, setChanged] = useState(0);
  return (
    <Section title={t("account.password_title")} about={t("account.password_about")}>
      <PasswordForm key={changed} onDone={() => setChanged(changed + 1)} />
    </Section>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("settings");
  const { me } = useWho();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { current_password: "", new_password: "" } },
    async ({ current_password, new_password }) => {
      await must(
        api.PUT("/me/password", { body: { new_password, ...(me.has_password ? { current_password } : {}) } }),
      );
      await stale(queries, "/me");
      tell(t("account.password_changed"));
      onDone();
    },
  );
  const show = { "aria-label": t("account.password_show") };
  return (
    <form onSubmit={submit}>
      <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
      <Stack>
        <Refusal of={refusal} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {me.has_password && (
            <PasswordInput
              label={t("account.password_current")}
              required
              autoComplete="current-password"
              visibilityToggleButtonProps={show}
              {...form.getInputProps("current_password")}
            />
          )}
          <PasswordInput
            label={t("account.password_new")}
            description={t("account.password_hint")}
            inputWrapperOrder={HINT_BELOW}
            required
            minLength={10}
            maxLength={200}
            autoComplete="new-password"
            visibilityToggleButtonProps={show}
            {...form.getInputProps("new_password")}
          />
        </SimpleGrid>
        <Group>
          <Button type="submit" variant="default" loading={sending}>
            {t("account.password_button")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
