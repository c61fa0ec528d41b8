import { IconMapQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { ButtonLink } from "../parts/links";
import { Empty } from "../parts/states";

/** For an address that leads nowhere. */
export function Lost() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<IconMapQuestion />}
      title={t("lost.title")}
      text={t("lost.text")}
      action={<ButtonLink to="/">{t("nav.today")}</ButtonLink>}
    />
  );
}
