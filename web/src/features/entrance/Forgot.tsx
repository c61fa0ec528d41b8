import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { TextLink } from "../../parts/links";
import { Refusal } from "../../parts/states";
import { Entrance } from "./Entrance";

/** Somebody has forgotten their password: they are sent a link, and nobody is told whether there is such an address. */
export function Forgot() {
  const { t } = useTranslation("entrance");
  const [sent, setSent] = useState<string | null>(null);
  const { form, refusal, sending, submit } = useApiForm({ initialValues: { email: "" } }, async (body) => {
    await must(api.POST("/auth/password/forgot", { body }));
    setSent(body.email);
  });
  return (
    <Entrance title={t("forgotten.title")} about={t("forgotten.about")}>
      {sent ? (
        <Alert role="status" icon={<IconMailCheck />} title={t("forgotten.sent")}>
          {t("forgotten.sent_text", { email: sent })}
        </Alert>
      ) : (
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
            <Button type="submit" loading={sending} fullWidth>
              {t("forgotten.button")}
            </Button>
          </Stack>
        </form>
      )}
      <TextLink to="/sign-in" size="sm">
        {t("forgotten.back")}
      </TextLink>
    </Entrance>
  );
}
