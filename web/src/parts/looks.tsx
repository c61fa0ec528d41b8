import { Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { LANGUAGES, isLanguage, speak } from "../i18n";

const SCHEMES = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

/** Items of a menu: which language the desk speaks. */
export function LanguageItems() {
  const { i18n } = useTranslation();
  return Object.entries(LANGUAGES).map(([code, name]) => (
    <Menu.Item
      key={code}
      lang={code}
      leftSection={i18n.language === code ? <IconCheck size={16} aria-hidden /> : <span />}
      onClick={() => isLanguage(code) && void speak(code)}
    >
      {name}
    </Menu.Item>
  ));
}

/** Items of a menu: light, dark, or as the device is. */
export function SchemeItems() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return SCHEMES.map(({ value, icon: Icon }) => (
    <Menu.Item
      key={value}
      leftSection={<Icon size={16} aria-hidden />}
      rightSection={colorScheme === value ? <IconCheck size={16} aria-hidden /> : null}
      onClick={() => setColorScheme(value)}
    >
      {t(`scheme.${value}`)}
    </Menu.Item>
  ));
}
