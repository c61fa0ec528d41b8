import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";

const COLORS = { active: "teal", suspended: "red", closing: "orange" } as const;

/** Where a company stands, and whether anybody has yet to look at it. */
export function CompanyBadges({
  company: { status, verified_at },
}: {
  company: Pick<Schemas["PlatformCompany"], "status" | "verified_at">;
}) {
  const { t } = useTranslation("operator");
  return (
    <Group gap={4} display="inline-flex">
      <Badge color={COLORS[status]} variant="dot">
        {t(`status.${status}`)}
      </Badge>
      {!verified_at && (
        <Badge color="yellow" variant="dot">
          {t("unverified")}
        </Badge>
      )}
    </Group>
  );
}
