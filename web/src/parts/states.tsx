import { Alert, Button, Center, Code, Loader, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconAlertTriangle, IconCloudOff, IconInbox, IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { problemOf } from "../api/problem";

/** While there is nothing to show yet. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <Center mih={160}>
      <Loader role="status" aria-label={t("loading")} />
    </Center>
  );
}

interface EmptyProps {
  title: string;
  text?: string;
  icon?: ReactNode;
  /** What to do about it. */
  action?: ReactNode;
}

/** Where there is nothing: what would be here, and how it gets here. */
export function Empty({ title, text, icon, action }: EmptyProps) {
  return (
    <Center mih={200} p="md">
      <Stack align="center" gap="xs" maw={420} ta="center">
        <ThemeIcon size={48} radius="xl" variant="light" aria-hidden>
          {icon ?? <IconInbox />}
        </ThemeIcon>
        <Title order={2} size="h4">
          {title}
        </Title>
        {text && <Text c="dimmed">{text}</Text>}
        {action}
      </Stack>
    </Center>
  );
}

interface FailureProps {
  /** What was thrown. */
  of: unknown;
  retry?: () => void;
}

/** Where something should be and could not be had. */
export function Failure({ of, retry }: FailureProps) {
  const { t } = useTranslation();
  const problem = problemOf(of);
  if (problem.status === 403) {
    return <Empty icon={<IconLock />} title={t("forbidden.title")} text={t("forbidden.text")} />;
  }
  const away = problem.code === "unreachable";
  return (
    <Empty
      icon={away ? <IconCloudOff /> : <IconAlertTriangle />}
      title={away ? t("unreachable.title") : t("failed")}
      text={away ? t("unreachable.text") : problem.detail}
      action={
        <Stack align="center" gap="xs">
          {problem.request_id && <Code>{problem.request_id}</Code>}
          {retry && <Button onClick={retry}>{t("retry")}</Button>}
        </Stack>
      }
    />
  );
}

/** What went wrong with what somebody just did, in the server's words; nothing where nothing did. */
export function Refusal({ of }: { of: unknown }) {
  const { t } = useTranslation();
  if (!of) return null;
  const problem = problemOf(of);
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle />} title={t("refused")}>
      {problem.code === "unreachable" ? t("unreachable.text") : problem.detail}
      {problem.errors.map(({ field, message }) => (
        <Text key={field} size="sm">
          {message}
        </Text>
      ))}
    </Alert>
  );
}
