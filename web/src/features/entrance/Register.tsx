import { Anchor, Button, Collapse, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { session } from "../../api/session";
import { language } from "../../i18n";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { TextLink } from "../../parts/links";
import { Refusal } from "../../parts/states";
import { type Business, Businesses } from "./Businesses";
import { Entrance } from "./Entrance";
import { Place } from "./Place";
import { addressOf, currencyOf } from "./guess";

/** A company registers itself: one page, most of it guessed. */
export function Register() {
  const { t } = useTranslation("entrance");
  const router = useRouter();
  const queries = useQueryClient();
  const [zone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [business, setBusiness] = useState<Business>("empty");
  const [placing, setPlacing] = useState(false);
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        company: {
          name: "",
          slug: "",
          time_zone: zone,
          currency: currencyOf(zone),
          language: language() as string,
        },
        admin: { name: "", email: "", password: "" },
      },
    },
    async (values) => {
      const body = { ...values, remember: "cookie" as const, sample_data: false };
      const signed = await must(
        api.POST("/auth/register", {
          body: business === "empty" ? body : { ...body, blueprint: business },
        }),
      );
      queries.clear();
      session.begin(signed);
      router.history.push("/welcome");
    },
  );
  const wrongPlace = ["time_zone", "currency", "language"].some((field) => form.errors[`company.${field}`]);

  const rename = (name: string) => {
    const guessed = form.values.company.slug === addressOf(form.values.company.name);
    form.setFieldValue("company.name", name);
    if (guessed) form.setFieldValue("company.slug", addressOf(name));
  };

  return (
    <Entrance title={t("register.title")} about={t("register.about")}>
      <form onSubmit={submit}>
        <Stack>
          <Refusal of={refusal} />
          <TextInput
            label={t("register.company")}
            required
            autoFocus
            maxLength={120}
            autoComplete="organization"
            {...form.getInputProps("company.name")}
            onChange={(event) => rename(event.currentTarget.value)}
          />
          <TextInput
            label={t("register.slug")}
            description={`${window.location.host}/b/${form.values.company.slug || "…"}`}
            required
            minLength={3}
            maxLength={63}
            {...form.getInputProps("company.slug")}
          />
          <div>
            <Group justify="space-between" gap="xs">
              <Text size="sm" c="dimmed">
                {[form.values.company.currency, form.values.company.time_zone.replaceAll("_", " ")].join(
                  " · ",
                )}
              </Text>
              <Anchor
                component="button"
                type="button"
                size="sm"
                aria-expanded={placing || wrongPlace}
                onClick={() => setPlacing((open) => !open)}
              >
                {t("register.change")}
              </Anchor>
            </Group>
            <Collapse expanded={placing || wrongPlace}>
              <Place zone={zone} form={form} />
            </Collapse>
          </div>
          <Businesses value={business} onChange={setBusiness} />
          <TextInput label={t("name")} required autoComplete="name" {...form.getInputProps("admin.name")} />
          <TextInput
            label={t("email")}
            type="email"
            required
            autoComplete="username"
            {...form.getInputProps("admin.email")}
          />
          <PasswordInput
            label={t("password")}
            description={t("register.password_hint")}
            required
            minLength={10}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("password_show") }}
            {...form.getInputProps("admin.password")}
          />
          <Button type="submit" size="md" loading={sending} fullWidth>
            {t("register.button")}
          </Button>
          <TextLink to="/sign-in" size="sm">
            {t("sign_in.link")}
          </TextLink>
        </Stack>
      </form>
    </Entrance>
  );
}
