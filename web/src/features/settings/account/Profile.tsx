import { Button, Group, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, ifMatch } from "../../../api/client";
import { problemOf } from "../../../api/problem";
import { stale } from "../../../api/stale";
import { LANGUAGES, isLanguage, speak } from "../../../i18n";
import { must } from "../../../api/must";
import { useApiForm } from "../../../parts/form";
import { Section } from "../../../parts/Section";
import { Refusal } from "../../../parts/states";
import { tell } from "../../../parts/tell";
import { useWho } from "../../../parts/who";
import { HINT_BELOW } from "../fields";

/** Name and language. */
export function Profile() {
  const { t } = useTranslation(["settings", "common"]);
  const { me } = useWho();
  const queries = useQueryClient();
  const [seen, setSeen] = useState(me.version);
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { name: me.name, language: me.language } },
    async (body) => {
      try {
        const saved = await must(api.PATCH("/me", { params: { header: ifMatch(seen) }, body }));
        setSeen(saved.version);
      } catch (thrown) {
        if (problemOf(thrown).status === 412) setSeen((await must(api.GET("/me"))).version);
        throw thrown;
      }
      await stale(queries, "/me", "/members");
      if (body.language !== me.language && isLanguage(body.language)) await speak(body.language);
      tell(t("common:saved"));
    },
  );
  return (
    <Section title={t("account.profile")}>
      <form onSubmit={submit}>
        <Stack>
          <Refusal of={refusal} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t("person_name")}
              required
              maxLength={120}
              autoComplete="name"
              {...form.getInputProps("name")}
            />
            <Select
              label={t("common:language")}
              description={t("account.language_hint")}
              inputWrapperOrder={HINT_BELOW}
              allowDeselect={false}
              data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
              {...form.getInputProps("language")}
            />
          </SimpleGrid>
          <Group>
            <Button type="submit" loading={sending}>
              {t("common:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
