import { Button, Input, SegmentedControl, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { ZoneSelect } from "../../parts/ZoneSelect";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { useLocations, useMembers, useStaff } from "./lists";

type Staff = Schemas["Staff"];

interface Props {
  /** Absent: somebody new. */
  staff?: Staff;
  onSaved: (staff: Staff) => void;
}

/** A member of staff is added, or changed. */
export function StaffForm({ staff, onSaved }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const { can, company } = useWho();
  const queries = useQueryClient();
  const locations = useLocations();
  const members = useMembers();
  const others = useStaff();
  const skills = [...new Set((others.data ?? []).flatMap((one) => one.skills))].sort();
  const free = (members.data ?? []).filter(({ staff_id }) => !staff_id || staff_id === staff?.id);
  const { form, refusal, sending, submit } = useApiForm(
    {
      initialValues: {
        name: staff?.name ?? "",
        title: staff?.title ?? "",
        skills: staff?.skills ?? [],
        location_id: staff?.location_id ?? null,
        scheduling: staff?.scheduling ?? ("week" as const),
        time_zone: staff?.time_zone ?? company.time_zone,
        member_id: staff?.member_id ?? null,
      },
    },
    async (values) => {
      const body = { ...values, title: values.title || null };
      const params = staff && { path: { id: staff.id }, header: ifMatch(staff.version) };
      const answer = await saved(
        queries,
        params ? api.PATCH("/staff/{id}", { params, body }) : api.POST("/staff", { body }),
        "/staff",
        "/members",
      );
      tell(t("common:saved"));
      onSaved(answer);
    },
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal of={refusal} />
        <TextInput
          label={t("staff.name")}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t("staff.job")}
          placeholder={t("staff.job_example")}
          maxLength={120}
          {...form.getInputProps("title")}
        />
        <TagsInput
          label={t("staff.skills")}
          description={t("staff.skills_hint")}
          data={skills}
          maxTags={20}
          {...form.getInputProps("skills")}
        />
        <Select
          label={t("staff.location")}
          placeholder={t("staff.anywhere")}
          clearable
          data={(locations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("location_id")}
        />
        <Stack gap={4} align="flex-start">
          <Input.Label id="staff-scheduling">{t("staff.scheduling")}</Input.Label>
          <SegmentedControl
            aria-labelledby="staff-scheduling"
            data={[
              { value: "week", label: t("scheduling.week") },
              { value: "shifts", label: t("scheduling.shifts") },
            ]}
            {...form.getInputProps("scheduling")}
          />
          <Text size="sm" c="dimmed">
            {t(`scheduling_hint.${form.values.scheduling}`)}
          </Text>
        </Stack>
        <ZoneSelect label={t("staff.zone")} {...form.getInputProps("time_zone")} />
        {can("members:read") && (
          <Select
            label={t("staff.member")}
            description={t("staff.member_hint")}
            placeholder={t("staff.member_none")}
            clearable
            searchable
            data={free.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
            {...form.getInputProps("member_id")}
          />
        )}
        <Button type="submit" loading={sending}>
          {t("common:save")}
        </Button>
      </Stack>
    </form>
  );
}
