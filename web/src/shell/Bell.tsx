import { ActionIcon, Indicator, Popover } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../api/client";
import { Loading } from "../parts/states";

const Told = lazy(() => import("./Told"));

/** What one has been told: how much of it is unread, and all of it. */
export function Bell() {
  const { t } = useTranslation();
  const [opened, panel] = useDisclosure();
  const unread = $api.useQuery("get", "/notifications/unread").data?.unread ?? 0;
  return (
    <Popover width={360} position="bottom-end" shadow="md" opened={opened} onChange={panel.toggle} trapFocus>
      <Indicator disabled={unread === 0} label={unread > 99 ? "99+" : unread} size={16} offset={4}>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="inherit"
            size="lg"
            onClick={panel.toggle}
            aria-label={unread > 0 ? t("notifications_unread", { count: unread }) : t("notifications")}
          >
            <IconBell size={20} aria-hidden />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t("notifications")}>
        <Suspense fallback={<Loading />}>{opened && <Told unread={unread} onGo={panel.close} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
