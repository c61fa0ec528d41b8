import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { Section } from "../../parts/Section";
import { useWho } from "../../parts/who";
import { FailedMessages } from "./FailedMessages";
import { SilentWebhooks } from "./SilentWebhooks";
import { TimeOffRequests } from "./TimeOffRequests";

/** What went wrong or waits for a decision; nothing where nothing does. */
export function Attention() {
  const { t } = useTranslation("today");
  const { can } = useWho();
  const failed = $api.useQuery(
    "get",
    "/messages",
    { params: { query: { status: "failed", limit: 5 } } },
    { enabled: can("messages:read") },
  ).data?.data;
  const timeOff = $api.useQuery(
    "get",
    "/time-off",
    { params: { query: { status: "requested", limit: 5 } } },
    { enabled: can("time_off:decide") },
  ).data?.data;
  const silent = $api
    .useQuery("get", "/webhooks", { params: { query: { limit: 100 } } }, { enabled: can("webhooks:read") })
    .data?.data.filter(({ failing_since, disabled_at }) => failing_since ?? disabled_at);
  const count = (failed?.length ?? 0) + (timeOff?.length ?? 0) + (silent?.length ?? 0);
  if (count === 0) return null;
  return (
    <Section title={t("attention.title")}>
      <Stack gap="md">
        {timeOff && <TimeOffRequests requests={timeOff} />}
        {failed && <FailedMessages messages={failed} />}
        {silent && <SilentWebhooks webhooks={silent} />}
      </Stack>
    </Section>
  );
}
