import { Alert, Button, Text } from "@mantine/core";
import { IconMailExclamation } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { api } from "../../../api/client";
import { Page } from "../../../parts/Page";
import { useAction } from "../../../parts/useAction";
import { useWho } from "../../../parts/who";
import { Profile } from "./Profile";
import { Sessions } from "./Sessions";
import { EmailChange, PasswordChange } from "./SignInData";
import { READABLE } from "../fields";

/** Who is signed in: what they are called, how they sign in, and where they are signed in. */
export function Account() {
  const { t } = useTranslation("settings");
  const { me } = useWho();
  return (
    <Page title={t("pages.account")} about={t("abouts.account")}>
      {!me.email_verified && <Unverified email={me.email} />}
      <Profile />
      <EmailChange />
      <PasswordChange />
      <Sessions />
    </Page>
  );
}

function Unverified({ email }: { email: string }) {
  const { t } = useTranslation("settings");
  const { run, busy } = useAction();
  return (
    <Alert
      color="yellow"
      icon={<IconMailExclamation aria-hidden />}
      title={t("account.unverified")}
      role="status"
      styles={READABLE}
    >
      <Text size="sm" mb="xs">
        {t("account.unverified_text", { email })}
      </Text>
      <Button
        size="xs"
        loading={busy}
        onClick={() =>
          run({
            send: () => api.POST("/me/email/verification"),
            done: t("account.verification_sent", { email }),
          })
        }
      >
        {t("account.verification_send")}
      </Button>
    </Alert>
  );
}
