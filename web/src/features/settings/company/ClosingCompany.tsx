import { Alert, Button, Group, List, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDoorExit } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../../api/client";
import { stale } from "../../../api/stale";
import { must } from "../../../api/must";
import { useApiForm } from "../../../parts/form";
import { Section } from "../../../parts/Section";
import { Failure, Loading, Refusal } from "../../../parts/states";
import { tell } from "../../../parts/tell";
import { useAction } from "../../../parts/useAction";
import { useFormat, useWho } from "../../../parts/who";
import { READABLE } from "../fields";

/** The end of a company, and the way back from it. */
export function ClosingCompany() {
  const { t } = useTranslation(["settings", "common"]);
  const { company } = useWho();
  const format = useFormat();
  const [asking, dialog] = useDisclosure();
  const { run, busy } = useAction("/company");

  if (company.status === "closing" && company.closes_at) {
    return (
      <Alert
        color="red"
        icon={<IconDoorExit aria-hidden />}
        title={t("closing.title_closing")}
        role="status"
        styles={READABLE}
      >
        <Text size="sm" mb="xs">
          {t("closing.until", { date: format.dateTime(company.closes_at) })}
        </Text>
        <Button
          loading={busy}
          onClick={() => run({ send: () => api.POST("/company/reopen"), done: t("closing.reopened") })}
        >
          {t("closing.reopen")}
        </Button>
      </Alert>
    );
  }
  return (
    <Section title={t("closing.title")} about={t("closing.about")}>
      <Group>
        <Button color="red" variant="outline" onClick={dialog.open}>
          {t("closing.button")}
        </Button>
      </Group>
      <Modal
        opened={asking}
        onClose={dialog.close}
        title={t("closing.ask", { name: company.name })}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <Close onClosed={dialog.close} />
      </Modal>
    </Section>
  );
}

function Close({ onClosed }: { onClosed: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const { company } = useWho();
  const format = useFormat();
  const queries = useQueryClient();
  const closing = $api.useQuery("get", "/company/closing", {}, { staleTime: 0 });
  const { form, refusal, sending, submit } = useApiForm({ initialValues: { slug: "" } }, async (body) => {
    await must(api.POST("/company/close", { body }));
    await stale(queries, "/company");
    tell(t("closing.closed"));
    onClosed();
  });
  if (closing.isPending) return <Loading />;
  if (closing.isError) return <Failure of={closing.error} retry={() => void closing.refetch()} />;
  const { erased_at, grace_days, erases } = closing.data;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <Text size="sm">{t("closing.means", { count: grace_days, date: format.date(erased_at) })}</Text>
        <List size="sm">
          <List.Item>{t("closing.clients", { count: erases.clients })}</List.Item>
          <List.Item>{t("closing.bookings", { count: erases.bookings })}</List.Item>
          <List.Item>{t("closing.members", { count: erases.members })}</List.Item>
        </List>
        {erases.bookings_ahead > 0 && (
          <Alert color="yellow">{t("closing.ahead", { count: erases.bookings_ahead })}</Alert>
        )}
        <TextInput
          label={t("closing.type", { slug: company.slug })}
          autoComplete="off"
          autoCapitalize="none"
          data-autofocus
          {...form.getInputProps("slug")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClosed}>
            {t("common:cancel")}
          </Button>
          <Button
            type="submit"
            color="red"
            loading={sending}
            disabled={form.values.slug.trim() !== company.slug}
          >
            {t("closing.button")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
