import { Alert, Button, Group, Text } from "@mantine/core";
import { IconShieldCheck, IconShieldX, IconShield } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Failure } from "../../parts/states";
import { useFormat } from "../../parts/who";
import { verify } from "./verify";
import { READABLE } from "../settings/fields";

/** Whether anybody has altered the log behind everybody's back. */
export function Verification() {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const check = useMutation({ mutationFn: verify });
  const button = (
    <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
      {t("verify.button")}
    </Button>
  );
  if (check.isError) return <Failure of={check.error} retry={() => check.mutate()} />;
  const result = check.data;
  if (result?.broken) {
    return (
      <Alert
        styles={READABLE}
        color="red"
        role="alert"
        icon={<IconShieldX aria-hidden />}
        title={t("verify.broken")}
      >
        <Text size="sm">
          {t(`verify.reasons.${result.broken.reason}`)} {t("verify.row", { row: result.broken.row })}
        </Text>
      </Alert>
    );
  }
  return (
    <Alert
      color={result ? "teal" : "gray"}
      role="status"
      icon={result ? <IconShieldCheck aria-hidden /> : <IconShield aria-hidden />}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {result
            ? t("verify.whole", {
                count: result.rows,
                rows: format.number(result.rows),
                seals: format.number(result.seals),
              })
            : t("verify.about")}
        </Text>
        {button}
      </Group>
    </Alert>
  );
}
