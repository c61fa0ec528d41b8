import { Alert, Button, Group, PasswordInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { stale } from "../../api/stale";
import { attempt } from "../../parts/attempt";
import { confirm } from "../../parts/confirm";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Section } from "../../parts/Section";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { pick } from "./kinds";
import { HINT_BELOW, READABLE } from "../settings/fields";

const SECURITIES = ["tls", "starttls", "none"] as const;
const PORTS = ["465", "587", "25", "2525"];

/** Where the company's own mail server is, and how one gets in. */
export function MailServerForm({ server }: { server: Schemas["MailServer"] | undefined }) {
  const { t } = useTranslation(["messages", "common"]);
  const { can, me } = useWho();
  const queries = useQueryClient();
  const [testing, setTesting] = useState(false);
  const [tested, setTested] = useState<Schemas["MailServerTest"]>();
  const readOnly = !can("mail_server:update");
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        host: server?.host ?? "",
        port: String(server?.port ?? 465),
        security: server?.security ?? "tls",
        username: server?.username ?? "",
        password: "",
        from_email: server?.from_email ?? "",
        from_name: server?.from_name ?? "",
      },
    },
    async ({ username, password, from_name, port, security, ...rest }) => {
      await must(
        api.PUT("/company/mail-server", {
          params: { header: ifMatch(server?.version ?? 0) },
          body: {
            ...rest,
            port: Number(port),
            security: pick(SECURITIES, security) ?? "tls",
            ...(username ? { username } : {}),
            ...(password ? { password } : {}),
            ...(from_name ? { from_name } : {}),
          },
        }),
      );
      await stale(queries, "/company/mail-server");
      tell(t("common:saved"));
    },
  );

  const test = async () => {
    setTesting(true);
    await attempt(async () => setTested(await must(api.POST("/company/mail-server/test"))));
    setTesting(false);
  };
  const remove = () =>
    confirm({
      title: t("mail_server.remove_ask", { host: server?.host }),
      text: t("mail_server.remove_text"),
      confirm: t("common:remove"),
      onConfirm: () =>
        void attempt(async () => {
          await must(api.DELETE("/company/mail-server"));
          queries.removeQueries({ queryKey: ["get", "/company/mail-server"] });
          await stale(queries, "/company/mail-server");
        }),
    });

  return (
    <Section title={t("mail_server.own")}>
      <form onSubmit={submit}>
        <Stack>
          <Refusal of={refusal} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t("mail_server.host")}
              placeholder="smtp.example.com"
              required
              maxLength={253}
              readOnly={readOnly}
              {...form.getInputProps("host")}
            />
            <SimpleGrid cols={2}>
              <Select
                label={t("mail_server.port")}
                data={PORTS}
                allowDeselect={false}
                readOnly={readOnly}
                {...form.getInputProps("port")}
              />
              <Select
                label={t("mail_server.security")}
                data={SECURITIES.map((value) => ({ value, label: t(`mail_server.securities.${value}`) }))}
                allowDeselect={false}
                readOnly={readOnly}
                {...form.getInputProps("security")}
              />
            </SimpleGrid>
            <TextInput
              label={t("mail_server.username")}
              maxLength={320}
              autoComplete="off"
              readOnly={readOnly}
              {...form.getInputProps("username")}
            />
            <PasswordInput
              label={t("mail_server.password")}
              description={server ? t("mail_server.password_kept") : undefined}
              inputWrapperOrder={HINT_BELOW}
              autoComplete="new-password"
              maxLength={1000}
              readOnly={readOnly}
              visibilityToggleButtonProps={{ "aria-label": t("mail_server.password_show") }}
              {...form.getInputProps("password")}
            />
            <TextInput
              label={t("mail_server.from_email")}
              type="email"
              required
              readOnly={readOnly}
              {...form.getInputProps("from_email")}
            />
            <TextInput
              label={t("mail_server.from_name")}
              maxLength={200}
              readOnly={readOnly}
              {...form.getInputProps("from_name")}
            />
          </SimpleGrid>
          {tested && (
            <Alert
              color={tested.accepted ? "teal" : "red"}
              styles={READABLE}
              role="status"
              title={
                tested.accepted
                  ? t("mail_server.test_accepted", { to: tested.to })
                  : t("mail_server.test_refused")
              }
            >
              {tested.answer}
            </Alert>
          )}
          {!readOnly && (
            <Group>
              <Button type="submit" loading={sending}>
                {t("common:save")}
              </Button>
              {server && (
                <>
                  <Button variant="default" loading={testing} onClick={() => void test()}>
                    {t("mail_server.test", { to: me.email })}
                  </Button>
                  <Button variant="subtle" color="red" onClick={remove}>
                    {t("common:remove")}
                  </Button>
                </>
              )}
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  );
}
