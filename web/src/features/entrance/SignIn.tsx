import { Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { session } from "../../api/session";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { TextLink } from "../../parts/links";
import { Refusal } from "../../parts/states";
import { Entrance } from "./Entrance";

/** Somebody with an account enters. */
export function SignIn() {
  const { t } = useTranslation("entrance");
  const { next } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { email: "", password: "" } },
    async (values) => {
      session.begin(await must(api.POST("/auth/sign-in", { body: { ...values, remember: "cookie" } })));
      router.history.push(next ?? "/");
    },
  );
  return (
    <Entrance title={t("sign_in.title")} about={t("sign_in.about")}>
      <form onSubmit={submit}>
        <Stack>
          <Refusal of={refusal} />
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            required
            autoFocus
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("password")}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={{ "aria-label": t("password_show") }}
            {...form.getInputProps("password")}
          />
          <Button type="submit" loading={sending} fullWidth>
            {t("sign_in.button")}
          </Button>
          <Group justify="space-between">
            <TextLink to="/forgot" size="sm">
              {t("forgot")}
            </TextLink>
            <TextLink to="/register" size="sm">
              {t("register.link")}
            </TextLink>
          </Group>
        </Stack>
      </form>
    </Entrance>
  );
}
