import { Button, Code, Select, Spoiler, Stack, Text } from "@mantine/core";
import { IconMoodSmile, IconRotateClockwise } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { $operator, operatorApi } from "../../api/operator";
import { type Column, Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useOperatorFormat } from "./format";

type Job = Schemas["QueuedJob"];

/** Jobs that failed for good, each with why, to be run again. */
export function Jobs() {
  const { t } = useTranslation("operator");
  const navigate = useNavigate();
  const { queue } = useSearch({ from: "/operator/jobs" });
  const queues = $operator.useQuery("get", "/platform/queues");
  const rows = $operator.useInfiniteQuery(
    "get",
    "/platform/jobs",
    { params: { query: { state: "given_up", limit: 50, ...(queue ? { queue } : {}) } } },
    paged,
  );
  return (
    <Page title={t("jobs.title")} about={t("jobs.about")}>
      <Select
        aria-label={t("jobs.queue")}
        placeholder={t("jobs.any_queue")}
        clearable
        searchable
        value={queue ?? null}
        onChange={(name) =>
          void navigate({ to: "/operator/jobs", search: name ? { queue: name } : {}, replace: true })
        }
        data={queues.data?.data.map(({ name }) => name) ?? (queue ? [queue] : [])}
        maw={320}
      />
      <Listing
        label={t("jobs.title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useColumns()}
        empty={<Empty icon={<IconMoodSmile />} title={t("jobs.none")} text={t("jobs.none_text")} />}
      />
    </Page>
  );
}

function useColumns(): Column<Job>[] {
  const { t } = useTranslation("operator");
  const format = useOperatorFormat();
  return [
    {
      key: "queue",
      title: t("jobs.queue"),
      cell: ({ queue, company_id }) => (
        <Stack gap={4} align="flex-start">
          <Code>{queue}</Code>
          {company_id && (
            <TextLink to="/operator/companies/$id" params={{ id: company_id }} size="xs" fw={400}>
              {t("jobs.company")}
            </TextLink>
          )}
        </Stack>
      ),
    },
    {
      key: "error",
      title: t("jobs.error"),
      cell: ({ error }) => (
        <Spoiler maxHeight={66} showLabel={t("jobs.show_more")} hideLabel={t("jobs.show_less")}>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {error ?? "–"}
          </Text>
        </Spoiler>
      ),
    },
    {
      key: "attempt",
      title: t("jobs.attempt"),
      align: "right",
      cell: ({ attempt }) => format.number(attempt),
    },
    {
      key: "when",
      title: t("jobs.when"),
      cell: ({ done_at, run_at }) => format.dateTime(done_at ?? run_at),
    },
    { key: "actions", title: t("jobs.actions"), align: "right", cell: (job) => <Rerun job={job} /> },
  ];
}

function Rerun({ job: { id, queue } }: { job: Job }) {
  const { t } = useTranslation("operator");
  const { run, busy } = useAction("/platform/jobs", "/platform/queues");
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconRotateClockwise size={14} aria-hidden />}
      loading={busy}
      onClick={() =>
        run({
          send: () => operatorApi.POST("/platform/jobs/{id}/rerun", { params: { path: { id } } }),
          done: t("jobs.rerun_told"),
        })
      }
      aria-label={t("jobs.rerun_named", { queue })}
    >
      {t("jobs.rerun")}
    </Button>
  );
}
