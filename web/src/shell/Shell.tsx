import { AppShell, Burger, Group, NavLink } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../api/client";
import { listen } from "../api/live";
import { session } from "../api/session";
import { Failure, Loading } from "../parts/states";
import { type Who, WhoContext, useWho } from "../parts/who";
import { Bell } from "./Bell";
import { CompanySwitcher } from "./CompanySwitcher";
import { PersonMenu } from "./PersonMenu";
import { ROOMS } from "./nav";

/** The frame of the desk: who is here, where they can go, and the room they are in. */
export function Shell() {
  const current = useSyncExternalStore(session.subscribe, session.current);
  const { href } = useLocation();
  if (current === null) return <Navigate to="/sign-in" search={{ next: href }} replace />;
  if (current === undefined) return <Loading />;
  return <Inside key={current.company.company_id} membership={current.company} />;
}

function Inside({ membership }: Pick<Who, "membership">) {
  const queries = useQueryClient();
  const me = $api.useQuery("get", "/me");
  const company = $api.useQuery("get", "/company");
  const permissions = $api.useQuery("get", "/permissions/own");

  useEffect(() => {
    const ending = new AbortController();
    void listen(queries, ending.signal);
    return () => ending.abort();
  }, [queries]);

  const who = useMemo<Who | null>(() => {
    if (!me.data || !company.data || !permissions.data) return null;
    const words = new Set(permissions.data.data.map((word) => word.replace(/:own$/, "")));
    return { me: me.data, company: company.data, membership, can: (word) => words.has(word) };
  }, [me.data, company.data, permissions.data, membership]);

  const failed = me.error ?? company.error ?? permissions.error;
  if (!who && failed) {
    return (
      <Failure
        of={failed}
        retry={() => void Promise.all([me.refetch(), company.refetch(), permissions.refetch()])}
      />
    );
  }
  if (!who) return <Loading />;
  return (
    <WhoContext value={who}>
      <Frame />
    </WhoContext>
  );
}

function Frame() {
  const { t } = useTranslation();
  const [opened, menu] = useDisclosure();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className="fd-skip" href="#content">
        {t("skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
            <CompanySwitcher />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Bell />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t("menu")}>
        <AppShell.Section grow style={{ overflowY: "auto" }}>
          <Rooms onGo={menu.close} />
        </AppShell.Section>
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
  const { t } = useTranslation();
  const { can } = useWho();
  const { pathname } = useLocation();
  return ROOMS.filter(({ word }) => !word || can(word)).map(({ to, key, icon: Icon }) => (
    <NavLink
      key={to}
      component={Link}
      to={to}
      label={t(key)}
      leftSection={<Icon size={20} aria-hidden />}
      active={to === "/" ? pathname === "/" : pathname.startsWith(to)}
      onClick={onGo}
    />
  ));
}
