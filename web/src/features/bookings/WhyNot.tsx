import { Alert, Checkbox, List, Text } from "@mantine/core";
import { IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { TextLink } from "../../parts/links";
import { Loading } from "../../parts/states";
import { useWho } from "../../parts/who";
import { type Draft, wanted } from "./basket";

type Obstacle = Schemas["Obstacle"];

/** What staff with the permission may go beyond; what is taken stays taken. */
const RULES: Obstacle["kind"][] = ["too_soon", "too_far", "not_working"];

interface Props {
  draft: Draft;
  startsAt: string;
  override: boolean;
  onOverride: (override: boolean) => void;
}

/** Whether a time can be had, and what stands in its way if not. */
export function WhyNot({ draft, startsAt, override, onOverride }: Props) {
  const { t } = useTranslation("bookings");
  const { can } = useWho();
  const { service_id, staff_id, location_id, party_size } = wanted(draft);
  const why = $api.useQuery("get", "/availability/{starts_at}/why", {
    params: {
      path: { starts_at: startsAt },
      query: {
        service_id,
        party_size,
        ...(staff_id ? { staff_id } : {}),
        ...(location_id ? { location_id } : {}),
      },
    },
  });
  if (why.isPending) return <Loading />;
  if (why.isError) return null;
  if (why.data.free) {
    return (
      <Alert color="teal" icon={<IconCircleCheck />} p="xs">
        {t("why.free")}
      </Alert>
    );
  }
  const { reasons } = why.data;
  const beyondRules = reasons.some(({ kind }) => RULES.includes(kind));
  return (
    <Alert
      color="orange"
      styles={{ title: { color: "var(--mantine-color-text)" } }}
      icon={<IconInfoCircle />}
      title={t("why.title")}
    >
      <List size="sm">
        {reasons.map((reason, index) => (
          <List.Item key={index}>
            <Reason of={reason} />
          </List.Item>
        ))}
      </List>
      {beyondRules && can("bookings:override") && (
        <Checkbox
          mt="sm"
          label={t("override.rules")}
          checked={override}
          onChange={(event) => onOverride(event.currentTarget.checked)}
        />
      )}
    </Alert>
  );
}

function Reason({ of: { kind, staff, resource, location, booking } }: { of: Obstacle }) {
  const { t } = useTranslation("bookings");
  const whose = staff ?? resource ?? location;
  return (
    <Text size="sm" span>
      {whose ? t(`why.of.${kind}`, { name: whose.name }) : t(`why.${kind}`)}
      {booking && (
        <>
          {" "}
          <TextLink to="/bookings" search={{ booking: booking.id }} size="sm">
            {booking.name}
          </TextLink>
        </>
      )}
    </Text>
  );
}
