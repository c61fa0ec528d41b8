import { Group, Select } from "@mantine/core";
import { IconMessages, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { Listing } from "../../parts/Listing";
import { paged } from "../../parts/paged";
import { Page } from "../../parts/Page";
import { Empty } from "../../parts/states";
import { CHANNELS, KINDS, STATUSES, pick } from "./kinds";
import { useMessageColumns } from "./useMessageColumns";

/** What was said to clients and members, and what became of it. */
export function Messages() {
  const { t } = useTranslation("messages");
  const [status, setStatus] = useState<(typeof STATUSES)[number]>();
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>();
  const [kind, setKind] = useState<(typeof KINDS)[number]>();
  const rows = $api.useInfiniteQuery(
    "get",
    "/messages",
    {
      params: {
        query: {
          limit: 50,
          ...(status ? { status } : {}),
          ...(channel ? { channel } : {}),
          ...(kind ? { kind } : {}),
        },
      },
    },
    paged,
  );
  return (
    <Page title={t("title")} about={t("about")}>
      <Group gap="sm">
        <Select
          aria-label={t("filter_status")}
          placeholder={t("filter_status")}
          clearable
          clearButtonProps={{ "aria-label": t("filter_clear"), tabIndex: 0 }}
          w={{ base: "100%", xs: 190 }}
          data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          value={status ?? null}
          onChange={(word) => setStatus(pick(STATUSES, word))}
        />
        <Select
          aria-label={t("filter_kind")}
          placeholder={t("filter_kind")}
          clearable
          clearButtonProps={{ "aria-label": t("filter_clear"), tabIndex: 0 }}
          w={{ base: "100%", xs: 260 }}
          data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={kind ?? null}
          onChange={(word) => setKind(pick(KINDS, word))}
        />
        <Select
          aria-label={t("filter_channel")}
          placeholder={t("filter_channel")}
          clearable
          clearButtonProps={{ "aria-label": t("filter_clear"), tabIndex: 0 }}
          w={{ base: "100%", xs: 170 }}
          data={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
          value={channel ?? null}
          onChange={(word) => setChannel(pick(CHANNELS, word))}
        />
      </Group>
      <Listing
        label={t("title")}
        rows={rows}
        rowKey={({ id }) => id}
        columns={useMessageColumns()}
        empty={
          status || channel || kind ? (
            <Empty icon={<IconSearch />} title={t("none_found")} />
          ) : (
            <Empty icon={<IconMessages />} title={t("none")} text={t("none_text")} />
          )
        }
      />
    </Page>
  );
}
