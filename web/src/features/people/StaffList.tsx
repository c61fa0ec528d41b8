import { Badge, Group } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { paged } from "../../parts/paged";
import { Register } from "../../parts/Register";
import { TextLink } from "../../parts/links";
import { StaffForm } from "./StaffForm";
import { useLocations } from "./lists";

/** Everybody whose time is booked. */
export function StaffList() {
  const { t } = useTranslation("people");
  const locations = useLocations();
  return (
    <Register
      title={t("staff.title")}
      about={t("staff.about")}
      add={t("staff.add")}
      none={t("staff.none")}
      noneText={t("staff.none_text")}
      icon={<IconUsers />}
      root="/staff"
      may={{ create: "staff:create", update: "staff:update" }}
      useRows={useRows}
      name={({ id, name }) => (
        <TextLink to="/team/staff/$id" params={{ id }} fw={500}>
          {name}
        </TextLink>
      )}
      columns={[
        { key: "title", title: t("staff.job"), cell: ({ title }) => title ?? "–" },
        { key: "skills", title: t("staff.skills"), cell: ({ skills }) => <Skills skills={skills} /> },
        {
          key: "location",
          title: t("staff.location"),
          cell: ({ location_id }) =>
            locations.data?.find(({ id }) => id === location_id)?.name ?? t("staff.anywhere"),
        },
        {
          key: "hours",
          title: t("staff.scheduling"),
          cell: ({ scheduling }) => t(`scheduling.${scheduling}`),
        },
      ]}
      form={(staff, onSaved) => <StaffForm {...(staff ? { staff } : {})} onSaved={onSaved} />}
      archive={(id) => api.POST("/staff/{id}/archive", { params: { path: { id } } })}
      restore={(id) => api.POST("/staff/{id}/restore", { params: { path: { id } } })}
    />
  );
}

/** What somebody can do. */
export function Skills({ skills }: { skills: string[] }) {
  if (skills.length === 0) return "–";
  return (
    <Group gap={4}>
      {skills.map((skill) => (
        <Badge key={skill} variant="default" tt="none" fw={400}>
          {skill}
        </Badge>
      ))}
    </Group>
  );
}

function useRows(archived: boolean) {
  return $api.useInfiniteQuery("get", "/staff", { params: { query: { archived, limit: 50 } } }, paged);
}
