import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { problemOf } from "../../api/problem";
import { Page } from "../../parts/Page";
import { Failure, Loading } from "../../parts/states";
import { useFormat } from "../../parts/who";
import { MailServerForm } from "./MailServerForm";
import { READABLE } from "../settings/fields";

/** The mail server that mails to clients go out by: the company's own, or else the installation's. */
export function MailServer() {
  const { t } = useTranslation("messages");
  const query = $api.useQuery("get", "/company/mail-server");
  const none = query.isError && problemOf(query.error).status === 404;
  const server = none ? undefined : query.data;
  return (
    <Page title={t("mail_server.title")} about={t("mail_server.about")}>
      {query.isPending ? (
        <Loading />
      ) : query.isError && !none ? (
        <Failure of={query.error} retry={() => void query.refetch()} />
      ) : (
        <>
          <Standing server={server} />
          <MailServerForm key={server?.version ?? 0} server={server} />
        </>
      )}
    </Page>
  );
}

function Standing({ server }: { server: Schemas["MailServer"] | undefined }) {
  const { t } = useTranslation("messages");
  const format = useFormat();
  if (!server) return <Alert color="gray">{t("mail_server.none")}</Alert>;
  if (!server.failing_since) {
    return (
      <Alert color="teal" icon={<IconCircleCheck aria-hidden />}>
        {t("mail_server.well", { host: server.host })}
      </Alert>
    );
  }
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("mail_server.failing", { since: format.dateTime(server.failing_since) })}
      styles={READABLE}
    >
      <Text size="sm">{server.failure}</Text>
    </Alert>
  );
}
