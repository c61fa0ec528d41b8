import { useTranslation } from "react-i18next";

import { Page } from "../../parts/Page";

/** What is next, and what needs somebody. */
export function Today() {
  const { t } = useTranslation("today");
  return <Page title={t("title")}>{null}</Page>;
}
