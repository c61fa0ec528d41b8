import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { operatorApi, operatorSession } from "../../api/operator";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { TextLink } from "../../parts/links";
import { Refusal } from "../../parts/states";
import { Entrance } from "../entrance/Entrance";

/** Whoever runs the installation enters. */
export function OperatorSignIn() {
  const { t } = useTranslation(["operator", "entrance"]);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { email: "", password: "" } },
    async (values) => {
      const signed = await must(
        operatorApi.POST("/platform/sign-in", { body: { ...values, remember: "cookie" } }),
      );
      queries.clear();
      operatorSession.begin(signed);
      await navigate({ to: "/operator" });
    },
  );
  return (
    <Entrance title={t("sign_in.title")} about={t("sign_in.about")} plain>
      <form onSubmit={submit}>
        <Stack>
          <Refusal of={refusal} />
          <TextInput
            label={t("entrance:email")}
            type="email"
            autoComplete="username"
            required
            autoFocus
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("entrance:password")}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={{ "aria-label": t("entrance:password_show") }}
            {...form.getInputProps("password")}
          />
          <Button type="submit" loading={sending} fullWidth>
            {t("entrance:sign_in.button")}
          </Button>
          <TextLink to="/sign-in" size="sm">
            {t("sign_in.staff")}
          </TextLink>
        </Stack>
      </form>
    </Entrance>
  );
}
