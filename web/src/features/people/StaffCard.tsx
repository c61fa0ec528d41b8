import { Badge, Button, Drawer, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Section } from "../../parts/Section";
import { Failure, Loading } from "../../parts/states";
import { useWho } from "../../parts/who";
import { DayExceptions } from "./DayExceptions";
import { RecurringHours } from "./RecurringHours";
import { StaffForm } from "./StaffForm";
import { Skills } from "./StaffList";
import { WorkingWeek } from "./WorkingWeek";
import { useLocations, useMembers } from "./lists";

/** Somebody of the staff: what they can do, and when they work. */
export function StaffCard() {
  const { t } = useTranslation(["people", "common"]);
  const { can } = useWho();
  const { id } = useParams({ from: "/desk/team/staff/$id" });
  const [editing, form] = useDisclosure();
  const locations = useLocations();
  const members = useMembers();
  const { data: staff, error, refetch } = $api.useQuery("get", "/staff/{id}", { params: { path: { id } } });
  if (error && !staff) return <Failure of={error} retry={() => void refetch()} />;
  if (!staff) return <Loading />;
  const member = members.data?.find((one) => one.id === staff.member_id);
  const location = locations.data?.find((one) => one.id === staff.location_id);
  return (
    <Page
      title={staff.name}
      about={
        <Group component="span" gap="xs">
          <TextLink to="/team" size="sm">
            {t("staff.title")}
          </TextLink>
          {staff.archived_at && (
            <Badge component="span" color="gray" variant="light" tt="none">
              {t("common:archived")}
            </Badge>
          )}
          <Text component="span" size="sm">
            {[staff.title, location?.name ?? t("staff.anywhere"), staff.time_zone, member?.email]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </Group>
      }
      actions={
        can("staff:update") && (
          <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={form.open}>
            {t("common:edit")}
          </Button>
        )
      }
    >
      {staff.skills.length > 0 && <Skills skills={staff.skills} />}
      {staff.scheduling === "shifts" ? (
        <Section title={t("hours.shifts")} about={t("hours.shifts_about", { name: staff.name })}>
          <TextLink to="/team/shifts">{t("hours.shifts_open")}</TextLink>
        </Section>
      ) : (
        <>
          <WorkingWeek id={id} />
          <RecurringHours id={id} zone={staff.time_zone} />
          <DayExceptions id={id} zone={staff.time_zone} />
        </>
      )}
      <Drawer
        opened={editing}
        onClose={form.close}
        position="right"
        title={staff.name}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <StaffForm staff={staff} onSaved={form.close} />
      </Drawer>
    </Page>
  );
}
