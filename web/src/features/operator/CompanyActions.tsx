import { Button, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { operatorApi } from "../../api/operator";
import { stale } from "../../api/stale";
import { confirm } from "../../parts/confirm";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useAction } from "../../parts/useAction";

type Company = Schemas["PlatformCompanyDetail"];

/** What can be done to a company as it stands. */
export function CompanyActions({ company }: { company: Company }) {
  const { t } = useTranslation(["operator", "common"]);
  const [suspending, suspension] = useDisclosure();
  const { run, busy } = useAction("/platform");
  const { id, name } = company;
  const params = { params: { path: { id } } };

  const verify = () =>
    run({
      send: () => operatorApi.POST("/platform/companies/{id}/verify", params),
      done: t("company.verified_told", { name }),
    });
  const restore = () =>
    run({
      send: () => operatorApi.POST("/platform/companies/{id}/restore", params),
      done: t("company.restored_told", { name }),
    });
  const unverify = () =>
    confirm({
      title: t("company.unverify_title", { name }),
      text: t("company.unverify_text"),
      confirm: t("company.unverify"),
      onConfirm: () =>
        run({
          send: () => operatorApi.POST("/platform/companies/{id}/unverify", params),
          done: t("company.unverified_told", { name }),
        }),
    });

  return (
    <>
      {company.verified_at ? (
        <Button variant="default" loading={busy} onClick={unverify}>
          {t("company.unverify")}
        </Button>
      ) : (
        <Button loading={busy} onClick={verify}>
          {t("company.verify")}
        </Button>
      )}
      {company.status === "suspended" ? (
        <Button loading={busy} onClick={restore}>
          {t("company.restore")}
        </Button>
      ) : (
        <Button variant="light" color="red" onClick={suspension.open}>
          {t("company.suspend")}
        </Button>
      )}
      <Modal
        opened={suspending}
        onClose={suspension.close}
        title={t("company.suspend_title", { name: company.name })}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <Suspend company={company} onDone={suspension.close} />
      </Modal>
    </>
  );
}

function Suspend({ company, onDone }: { company: Company; onDone: () => void }) {
  const { t } = useTranslation("operator");
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm({ initialValues: { reason: "" } }, async (body) => {
    await must(
      operatorApi.POST("/platform/companies/{id}/suspend", { params: { path: { id: company.id } }, body }),
    );
    await stale(queries, "/platform");
    tell(t("company.suspended_told", { name: company.name }));
    onDone();
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t("company.suspend_text")}</Text>
        <Refusal of={refusal} />
        <Textarea
          label={t("company.reason")}
          description={t("company.reason_hint")}
          required
          data-autofocus
          autosize
          minRows={2}
          {...form.getInputProps("reason")}
        />
        <Button type="submit" color="red" loading={sending}>
          {t("company.suspend")}
        </Button>
      </Stack>
    </form>
  );
}
