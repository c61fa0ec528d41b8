import { Button, Group, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { session } from "../../api/session";
import { LANGUAGES, language } from "../../i18n";
import { must, useApiForm } from "../../parts/form";
import { TextLink } from "../../parts/links";
import { Refusal } from "../../parts/states";
import { Entrance } from "./Entrance";
import { CURRENCIES, addressOf, currencyOf } from "./guess";

const ZONES = Intl.supportedValuesOf("timeZone");

/** A company registers itself: one page, most of it guessed. */
export function Register() {
  const { t } = useTranslation("entrance");
  const router = useRouter();
  const [zone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
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
      session.begin(
        await must(
          api.POST("/auth/register", { body: { ...values, remember: "cookie", sample_data: false } }),
        ),
      );
      router.history.push("/welcome");
    },
  );

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
            description={`${window.location.origin}/b/${form.values.company.slug || "…"}`}
            required
            minLength={3}
            maxLength={63}
            {...form.getInputProps("company.slug")}
          />
          <Group grow align="flex-start">
            <Select
              label={t("register.currency")}
              data={CURRENCIES}
              searchable
              allowDeselect={false}
              {...form.getInputProps("company.currency")}
            />
            <Select
              label={t("register.language")}
              data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
              allowDeselect={false}
              {...form.getInputProps("company.language")}
            />
          </Group>
          <Select
            label={t("register.zone")}
            data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
            searchable
            allowDeselect={false}
            {...form.getInputProps("company.time_zone")}
          />
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
          <Button type="submit" loading={sending} fullWidth>
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
