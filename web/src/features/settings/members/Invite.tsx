import { Button, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../../api/client";
import { stale } from "../../../api/stale";
import { LANGUAGES } from "../../../i18n";
import { must } from "../../../api/must";
import { useApiForm } from "../../../parts/form";
import { Refusal } from "../../../parts/states";
import { tell } from "../../../parts/tell";
import { useWho } from "../../../parts/who";
import { useRoles } from "../roles/useRoles";

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** Somebody is invited to work in the company. */
export function Invite({ opened, onClose }: Props) {
  const { t } = useTranslation(["settings", "common"]);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("members.invite")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <InviteForm onInvited={onClose} />
    </Modal>
  );
}

function InviteForm({ onInvited }: { onInvited: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const { company, can } = useWho();
  const { choices } = useRoles();
  const queries = useQueryClient();
  const staff = $api.useQuery(
    "get",
    "/staff",
    { params: { query: { limit: 100 } } },
    { enabled: can("staff:read") },
  );
  const free = (staff.data?.data ?? []).filter(({ member_id }) => !member_id);
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        email: "",
        role: "employee",
        language: company.language,
        staff_id: null as string | null,
      },
    },
    async ({ staff_id, ...body }) => {
      await must(api.POST("/invitations", { body: { ...body, ...(staff_id ? { staff_id } : {}) } }));
      await stale(queries, "/invitations");
      tell(t("invitations.sent", { email: body.email }));
      onInvited();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput
          label={t("members.email")}
          type="email"
          required
          data-autofocus
          {...form.getInputProps("email")}
        />
        <Select
          label={t("members.role")}
          allowDeselect={false}
          data={choices}
          {...form.getInputProps("role")}
        />
        <Select
          label={t("invitations.language")}
          allowDeselect={false}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("language")}
        />
        {free.length > 0 && (
          <Select
            label={t("invitations.staff")}
            description={t("invitations.staff_hint")}
            clearable
            searchable
            placeholder={t("invitations.staff_nobody")}
            data={free.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("staff_id")}
          />
        )}
        <Button type="submit" loading={sending}>
          {t("invitations.send")}
        </Button>
      </Stack>
    </form>
  );
}
