import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api } from "../../api/client";
import { Collisions } from "../../parts/Collisions";
import { confirm } from "../../parts/confirm";
import { Failure, Loading } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { BlockBadge } from "./BlockBadge";
import { useSpanWords } from "./useSpanWords";

/** One time off, with what is in its way, and its decision. */
export function TimeOffSheet({ id }: { id: string }) {
  const { t } = useTranslation(["people", "common"]);
  const { can } = useWho();
  const words = useSpanWords();
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState("");
  const { run, busy } = useAction("/time-off", "/availability");
  const params = { path: { id } };
  const { data: off, error, refetch } = $api.useQuery("get", "/time-off/{id}", { params });
  if (error && !off) return <Failure of={error} retry={() => void refetch()} />;
  if (!off) return <Loading />;

  const approve = () =>
    run({ send: () => api.POST("/time-off/{id}/approve", { params }), done: t("time_off.approved") });
  const decline = () =>
    run({
      send: () => api.POST("/time-off/{id}/decline", { params, body: { reason } }),
      done: t("time_off.declined"),
      then: () => setDeclining(false),
    });
  const cancel = () =>
    confirm({
      title: t("time_off.cancel_title", { name: off.staff_name, when: words(off) }),
      confirm: t("time_off.cancel"),
      onConfirm: () =>
        run({ send: () => api.POST("/time-off/{id}/cancel", { params }), done: t("time_off.cancelled") }),
    });
  const waits = off.status === "requested";

  return (
    <Stack>
      <div>
        <Title order={3} size="h4">
          {off.staff_name}
        </Title>
        <Text>{words(off)}</Text>
        {off.reason && <Text c="dimmed">{off.reason}</Text>}
      </div>
      <Group>
        <BlockBadge status={off.status} />
      </Group>
      {off.decision_reason && <Text>{t("time_off.because", { reason: off.decision_reason })}</Text>}
      <Collisions {...off} />
      {waits && can("time_off:decide") && !declining && (
        <Group>
          <Button loading={busy} onClick={approve}>
            {t("time_off.approve")}
          </Button>
          <Button variant="default" onClick={() => setDeclining(true)}>
            {t("time_off.decline")}
          </Button>
        </Group>
      )}
      {declining && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            decline();
          }}
        >
          <Stack>
            <TextInput
              autoFocus
              required
              maxLength={500}
              label={t("time_off.why")}
              description={t("time_off.why_hint")}
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
            <Group>
              <Button type="submit" color="red.9" loading={busy}>
                {t("time_off.decline")}
              </Button>
              <Button variant="default" onClick={() => setDeclining(false)}>
                {t("common:back")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      {(waits || off.status === "active") && can("time_off:create") && !declining && (
        <Button
          variant="subtle"
          c="var(--mantine-color-error)"
          style={{ alignSelf: "flex-start" }}
          onClick={cancel}
        >
          {t("time_off.cancel")}
        </Button>
      )}
    </Stack>
  );
}
