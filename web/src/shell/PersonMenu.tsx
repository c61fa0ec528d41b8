import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../api/client";
import { session } from "../api/session";
import { LANGUAGES, isLanguage, speak } from "../i18n";
import { useWho } from "../parts/who";

const SCHEMES = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

/** Who is signed in; language and colours; the way out. */
export function PersonMenu() {
  const { t, i18n } = useTranslation();
  const { me } = useWho();
  const queries = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  const leave = async () => {
    await api.POST("/auth/sign-out");
    queries.clear();
    session.end();
  };

  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="transparent"
          size="lg"
          radius="xl"
          aria-label={t("account_of", { name: me.name })}
        >
          <Avatar name={me.name} color="lagoon.9" variant="filled" size="md" alt="" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} truncate>
            {me.name}
          </Text>
          <Text size="xs" truncate>
            {me.email}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/settings" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {t("account")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("language")}</Menu.Label>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <Menu.Item
            key={code}
            lang={code}
            leftSection={i18n.language === code ? <IconCheck size={16} aria-hidden /> : <span />}
            onClick={() => isLanguage(code) && void speak(code)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("scheme.title")}</Menu.Label>
        {SCHEMES.map(({ value, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={colorScheme === value ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => setColorScheme(value)}
          >
            {t(`scheme.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t("sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
