import { Button, Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../../api/client";
import { stale } from "../../../api/stale";
import { must } from "../../../api/must";
import { useApiForm } from "../../../parts/form";
import { Refusal } from "../../../parts/states";
import { tell } from "../../../parts/tell";
import { useRoles } from "../roles/useRoles";

interface Props {
  member: Schemas["Member"];
  onSaved: () => void;
}

/** A member gets another name or role. */
export function MemberForm({ member, onSaved }: Props) {
  const { t } = useTranslation(["settings", "common"]);
  const { choices } = useRoles();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm(
    { initialValues: { name: member.name, role: member.role } },
    async (body) => {
      await must(
        api.PATCH("/members/{id}", {
          params: { path: { id: member.id }, header: ifMatch(member.version) },
          body,
        }),
      );
      await stale(queries, "/members", "/permissions", "/me");
      tell(t("common:saved"));
      onSaved();
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput
          label={t("person_name")}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <Select
          label={t("members.role")}
          allowDeselect={false}
          data={choices}
          {...form.getInputProps("role")}
        />
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
