import { Checkbox, NativeSelect, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../../api/client";
import { useWho } from "../../../parts/who";
import { useWords } from "../../../parts/words";
import { reachOf, withReach } from "./permissions";

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
  const off = readOnly || fixed || (!can(word) && reach === "none");
  return (
    <Stack gap={4}>
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
          w={112}
          aria-label={t("permissions.whose", { what: full })}
          disabled={off}
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
    </Stack>
  );
}
