import { Checkbox, Group, NativeSelect, Text, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../../api/client";
import { useWho } from "../../../parts/who";
import { useWords } from "../../../parts/words";
import { type Reach, reachOf, withReach } from "./permissions";

interface Props {
  word: Schemas["PermissionWord"];
  value: readonly string[];
  onChange: (permissions: string[]) => void;
  always?: readonly string[];
  readOnly?: boolean;
  /** The action stands above it already. */
  bare?: boolean;
}

/** One action on one thing: whether it may be done, and with whose rows. */
export function PermissionCell({
  word: { word, object, action, can_be_own },
  value,
  onChange,
  always = [],
  readOnly = false,
  bare = false,
}: Props) {
  const { t } = useTranslation("settings");
  const { can } = useWho();
  const objectName = useWords("settings", "permissions.objects");
  const actionName = useWords("settings", "permissions.actions");
  const fixed = always.includes(word);
  const reach = fixed ? "all" : reachOf(value, word);
  const full = `${objectName(object)}: ${actionName(action)}`;
  if (readOnly) return <Shown reach={reach} name={bare ? undefined : actionName(action)} />;
  const off = fixed || (!can(word) && reach === "none");
  return (
    <Group gap={8} wrap={bare ? "nowrap" : "wrap"}>
      <Checkbox
        size="sm"
        {...(bare ? { "aria-label": full } : { label: actionName(action) })}
        checked={reach !== "none"}
        disabled={off}
        onChange={({ currentTarget }) =>
          onChange(withReach(value, word, currentTarget.checked ? "all" : "none"))
        }
      />
      {can_be_own && reach !== "none" && (
        <NativeSelect
          size="xs"
          w={84}
          aria-label={t("permissions.whose", { what: full })}
          value={reach}
          data={[
            { value: "all", label: t("permissions.all") },
            { value: "own", label: t("permissions.own") },
          ]}
          onChange={({ currentTarget }) =>
            onChange(withReach(value, word, currentTarget.value === "own" ? "own" : "all"))
          }
        />
      )}
    </Group>
  );
}

function Shown({ reach, name }: { reach: Reach; name: string | undefined }) {
  const { t } = useTranslation(["settings", "common"]);
  return (
    <Group gap={6} wrap="nowrap">
      {reach === "none" ? (
        <IconMinus size={16} aria-hidden color="var(--mantine-color-dimmed)" style={{ flexShrink: 0 }} />
      ) : (
        <IconCheck size={18} aria-hidden color="var(--mantine-color-anchor)" style={{ flexShrink: 0 }} />
      )}
      <VisuallyHidden>{reach === "none" ? t("common:no") : t("common:yes")}</VisuallyHidden>
      {name && (
        <Text size="sm" c={reach === "none" ? "dimmed" : undefined}>
          {name}
        </Text>
      )}
      {reach === "own" && (
        <Text size="xs" c="dimmed">
          {t("permissions.own")}
        </Text>
      )}
    </Group>
  );
}
