import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";

const COLOURS = { requested: "yellow", active: "teal", declined: "red", cancelled: "gray" } as const;

/** Where time off stands. */
export function BlockBadge({ status }: { status: Schemas["BlockStatus"] }) {
  const { t } = useTranslation("people");
  return (
    <Badge variant="dot" color={COLOURS[status]} tt="none">
      {t(`block.${status}`)}
    </Badge>
  );
}
