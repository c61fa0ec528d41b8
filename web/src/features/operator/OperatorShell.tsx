import { ActionIcon, AppShell, Badge, Burger, Group, Menu, NavLink, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBellRinging2, IconDotsVertical, IconLogout } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { Suspense, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { operatorApi, operatorSession } from "../../api/operator";
import { LanguageItems, SchemeItems } from "../../parts/looks";
import { Loading } from "../../parts/states";
import { ROOMS } from "./rooms";

/** The frame of the operator's console. */
export function OperatorShell() {
  const { t } = useTranslation(["operator", "common"]);
  const current = useSyncExternalStore(operatorSession.subscribe, operatorSession.current);
  const [opened, menu] = useDisclosure();
  if (current === null) return <Navigate to="/operator/sign-in" replace />;
  if (current === undefined) return <Loading />;
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className="fd-skip" href="#content">
        {t("common:skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t("common:menu")}
            />
            <IconBellRinging2 aria-hidden />
            <Text fw={700}>Frontdesk</Text>
            <Badge variant="light" visibleFrom="xs">
              {t("console")}
            </Badge>
          </Group>
          <More />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t("common:menu")}>
        <ScrollArea>
          <Rooms onGo={menu.close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Rooms({ onGo }: { onGo: () => void }) {
  const { t } = useTranslation("operator");
  const { pathname } = useLocation();
  return ROOMS.map(({ to, key, icon: Icon }) => (
    <NavLink
      key={to}
      component={Link}
      to={to}
      activeOptions={{ exact: to === "/operator" }}
      label={t(`nav.${key}`)}
      leftSection={<Icon size={20} aria-hidden />}
      active={
        to === "/operator" ? /^\/operator(\/companies\/.*)?\/?$/.test(pathname) : pathname.startsWith(to)
      }
      onClick={onGo}
    />
  ));
}

function More() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = async () => {
    await operatorApi.POST("/platform/sign-out");
    queries.clear();
    operatorSession.end();
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" c="inherit" size="lg" aria-label={t("account")}>
          <IconDotsVertical size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("language")}</Menu.Label>
        <LanguageItems />
        <Menu.Divider />
        <Menu.Label>{t("scheme.title")}</Menu.Label>
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t("sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
