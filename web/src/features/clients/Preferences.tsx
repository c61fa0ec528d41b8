import {
  Alert,
  Button,
  Card,
  Checkbox,
  Group,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Failure, Loading, Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useFormat } from "../../parts/who";

interface Props {
  /** The client's id. */
  id: string;
  readOnly: boolean;
}

/** What a client wants to be told, by which channel, and who said so. */
export function Preferences({ id, readOnly }: Props) {
  const preferences = $api.useQuery("get", "/clients/{id}/preferences", { params: { path: { id } } });
  if (preferences.isPending) return <Loading />;
  if (preferences.isError) return <Failure of={preferences.error} retry={() => void preferences.refetch()} />;
  return <Form id={id} readOnly={readOnly} preferences={preferences.data} />;
}

const wishes = ({ allowed, reminders, marketing }: Schemas["Wishes"]) => ({ allowed, reminders, marketing });

function Form({ id, readOnly, preferences }: Props & { preferences: Schemas["Preferences"] }) {
  const { t } = useTranslation(["clients", "common"]);
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { email: wishes(preferences.email), sms: wishes(preferences.sms), source: "" } },
    async ({ source, ...said }) => {
      await must(
        api.PUT("/clients/{id}/preferences", {
          params: { path: { id } },
          body: { ...said, source: source.trim() || null },
        }),
      );
      await stale(queries, "/clients");
      tell(t("common:saved"));
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack maw={720}>
        <Refusal of={refusal} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {(["email", "sms"] as const).map((channel) => {
            const { allowed } = form.values[channel];
            return (
              <Card key={channel} withBorder component="section">
                <Stack gap="sm">
                  <Title order={2} size="h5">
                    {t(`preferences.${channel}`)}
                  </Title>
                  <Switch
                    label={t("preferences.allowed")}
                    disabled={readOnly}
                    {...form.getInputProps(`${channel}.allowed`, { type: "checkbox" })}
                  />
                  <Checkbox
                    label={t("preferences.reminders")}
                    disabled={readOnly || !allowed}
                    {...form.getInputProps(`${channel}.reminders`, { type: "checkbox" })}
                  />
                  <Checkbox
                    label={t("preferences.marketing")}
                    disabled={readOnly || !allowed}
                    {...form.getInputProps(`${channel}.marketing`, { type: "checkbox" })}
                  />
                  <Said of={preferences[channel]} />
                </Stack>
              </Card>
            );
          })}
        </SimpleGrid>
        {!(form.values.email.allowed || form.values.sms.allowed) && (
          <Alert color="orange">{t("preferences.nothing")}</Alert>
        )}
        {!readOnly && (
          <>
            <TextInput
              label={t("preferences.source")}
              description={t("preferences.source_hint")}
              maxLength={200}
              {...form.getInputProps("source")}
            />
            <Group>
              <Button type="submit" loading={sending}>
                {t("common:save")}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </form>
  );
}

const THROUGH = ["staff", "api_key", "customer", "guest", "system"] as const;

/** Who said so, when and how. */
function Said({ of: { decided_at, decided_through, source } }: { of: Schemas["Preference"] }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  const through = THROUGH.find((known) => known === decided_through);
  return (
    <Text size="xs" c="dimmed">
      {decided_at
        ? [format.date(decided_at), through && t(`preferences.through.${through}`), source]
            .filter(Boolean)
            .join(" · ")
        : t("preferences.nobody_said")}
    </Text>
  );
}
