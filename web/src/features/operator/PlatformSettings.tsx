import { Button, Card, NumberInput, Stack, Switch, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ifMatch, type Schemas } from "../../api/client";
import { $operator, operatorApi } from "../../api/operator";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Page } from "../../parts/Page";
import { Failure, Loading, Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useOperatorFormat } from "./format";

/** What holds for the whole installation. */
export function PlatformSettings() {
  const { t } = useTranslation("operator");
  const format = useOperatorFormat();
  const settings = $operator.useQuery("get", "/platform/settings");
  if (settings.isPending) return <Loading />;
  if (settings.isError) return <Failure of={settings.error} retry={() => void settings.refetch()} />;
  const { data } = settings;
  return (
    <Page
      title={t("settings.title")}
      about={t("settings.changed", { when: format.dateTime(data.updated_at) })}
    >
      <Form key={data.version} settings={data} />
    </Page>
  );
}

function Form({ settings }: { settings: Schemas["PlatformSettings"] }) {
  const { t } = useTranslation(["operator", "common"]);
  const queries = useQueryClient();
  const { registration_open, verification_required, closing_grace_days, version } = settings;
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { registration_open, verification_required, closing_grace_days } },
    async (body) => {
      await must(operatorApi.PUT("/platform/settings", { params: { header: ifMatch(version) }, body }));
      await stale(queries, "/platform/settings", "/platform/actions");
      tell(t("common:saved"));
    },
  );
  return (
    <Card withBorder maw={640} padding="lg">
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Refusal of={refusal} />
          <Switch
            label={t("settings.registration_open")}
            description={t("settings.registration_open_hint")}
            {...form.getInputProps("registration_open", { type: "checkbox" })}
          />
          <Switch
            label={t("settings.verification_required")}
            description={t("settings.verification_required_hint")}
            {...form.getInputProps("verification_required", { type: "checkbox" })}
          />
          <NumberInput
            label={t("settings.closing_grace_days")}
            description={t("settings.closing_grace_days_hint")}
            min={1}
            max={365}
            allowDecimal={false}
            maw={320}
            {...form.getInputProps("closing_grace_days")}
          />
          <Button
            type="submit"
            loading={sending}
            disabled={!form.isDirty()}
            style={{ alignSelf: "flex-start" }}
          >
            {t("common:save")}
          </Button>
          <Text size="sm" c="dimmed">
            {t("settings.note")}
          </Text>
        </Stack>
      </form>
    </Card>
  );
}
