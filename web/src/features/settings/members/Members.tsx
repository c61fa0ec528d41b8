import { Button, SegmentedControl, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../../api/client";
import { attempt } from "../../../parts/attempt";
import { download } from "../../../parts/download";
import { Listing } from "../../../parts/Listing";
import { paged } from "../../../parts/paged";
import { Page } from "../../../parts/Page";
import { Section } from "../../../parts/Section";
import { Empty } from "../../../parts/states";
import { useWho } from "../../../parts/who";
import { Invitations } from "./Invitations";
import { Invite } from "./Invite";
import { useMemberColumns } from "./useMemberColumns";

const STANDINGS = ["active", "suspended", "removed"] as const;

/** Who works in the company and may sign in, and who is invited to. */
export function Members() {
  const { t } = useTranslation(["settings", "common"]);
  const { can } = useWho();
  const [inviting, dialog] = useDisclosure();
  const [status, setStatus] = useState<Schemas["MemberStatus"]>("active");
  const rows = $api.useInfiniteQuery("get", "/members", { params: { query: { status, limit: 50 } } }, paged);
  const columns = useMemberColumns();

  return (
    <Page
      title={t("pages.members")}
      about={t("abouts.members")}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() =>
              void attempt(() => download(api.GET("/members/export", { parseAs: "blob" }), "members.csv"))
            }
          >
            {t("members.export")}
          </Button>
          {can("members:invite") && (
            <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={dialog.open}>
              {t("members.invite")}
            </Button>
          )}
        </>
      }
    >
      <Stack>
        <SegmentedControl
          aria-label={t("members.which")}
          value={status}
          onChange={(value) => setStatus(STANDINGS.find((standing) => standing === value) ?? "active")}
          data={STANDINGS.map((value) => ({ value, label: t(`members.status.${value}`) }))}
          style={{ alignSelf: "flex-start" }}
        />
        <Listing
          label={t("pages.members")}
          rows={rows}
          rowKey={({ id }) => id}
          columns={columns}
          empty={<Empty icon={<IconUsers />} title={t("members.none")} />}
        />
      </Stack>
      <Section title={t("invitations.title")} about={t("invitations.about")}>
        <Invitations onInvite={dialog.open} />
      </Section>
      <Invite opened={inviting} onClose={dialog.close} />
    </Page>
  );
}
