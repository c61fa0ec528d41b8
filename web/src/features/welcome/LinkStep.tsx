import {
  Alert,
  Anchor,
  Box,
  Button,
  Code,
  CopyButton,
  Group,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconClockCheck,
  IconCopy,
  IconExternalLink,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { ButtonLink } from "../../parts/links";
import { useWho } from "../../parts/who";
import classes from "./Steps.module.css";
import { QrCode } from "./QrCode";
import type { Step } from "./steps";
import { useFirstFree } from "./useFirstFree";

interface Props {
  services: Schemas["Service"][];
  done: Record<Step, boolean>;
  onGo: (step: Step) => void;
}

/** The link that clients book by, in every form that it is handed on, and whether there is anything to book behind it. */
export function LinkStep({ services, done, onGo }: Props) {
  const { t } = useTranslation("welcome");
  const { company } = useWho();
  const link = `${window.location.origin}/b/${company.slug}`;
  const snippet = [
    `<div data-frontdesk data-company="${company.slug}"></div>`,
    `<script async src="${window.location.origin}/widget.js"></script>`,
  ].join("\n");
  return (
    <Stack gap="lg">
      <Box>
        <Title order={2} size="h3">
          {t("link.title")}
        </Title>
        <Text c="dimmed">{t("link.about")}</Text>
      </Box>
      <Bookable services={services} done={done} onGo={onGo} />
      <Group align="flex-start" gap="xl">
        <Stack flex="1 1 320px" miw={0}>
          <Group align="flex-end" gap="xs">
            <TextInput label={t("link.link")} value={link} readOnly flex="1 1 220px" />
            <Copy value={link} />
          </Group>
          <Group>
            <Button
              component="a"
              href={link}
              target="_blank"
              leftSection={<IconExternalLink size={16} aria-hidden />}
            >
              {t("link.open")}
            </Button>
            <ButtonLink to="/" variant="default">
              {t("to_desk")}
            </ButtonLink>
          </Group>
          <Box>
            <Text size="sm" fw={500} id="embed">
              {t("link.embed")}
            </Text>
            <Text size="xs" c="dimmed" mb={6}>
              {t("link.embed_hint")}
            </Text>
            <Code
              block
              tabIndex={0}
              aria-labelledby="embed"
              style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
            >
              {snippet}
            </Code>
            <Group mt="xs">
              <Copy value={snippet} what={t("link.embed")} />
            </Group>
          </Box>
        </Stack>
        <QrCode text={link} name={company.slug} />
      </Group>
    </Stack>
  );
}

function Copy({ value, what }: { value: string; what?: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          {...(what ? { "aria-label": `${t(copied ? "copied" : "copy")}: ${what}` } : {})}
        >
          {t(copied ? "copied" : "copy")}
        </Button>
      )}
    </CopyButton>
  );
}

function Bookable({ services, done, onGo }: Props) {
  const { t } = useTranslation("welcome");
  const { company } = useWho();
  const free = useFirstFree(services);
  if (!company.verified_at) {
    return (
      <Alert
        color="yellow"
        classNames={{ label: classes.word }}
        icon={<IconAlertTriangle />}
        title={t("link.unverified")}
      >
        {t("link.unverified_text")}
      </Alert>
    );
  }
  const missing = (["service", "team"] as const).find((step) => !done[step]);
  if (missing) {
    return (
      <Alert
        color="yellow"
        classNames={{ label: classes.word }}
        icon={<IconAlertTriangle />}
        title={t("link.not_yet")}
      >
        {t(`link.missing_${missing}`)}{" "}
        <Anchor component="button" type="button" onClick={() => onGo(missing)}>
          {t("link.do_it")}
        </Anchor>
      </Alert>
    );
  }
  if (free === undefined) return null;
  return free ? (
    <Alert role="status" icon={<IconClockCheck />} title={t("link.bookable")}>
      {t("link.first", free)}
    </Alert>
  ) : (
    <Alert
      color="yellow"
      classNames={{ label: classes.word }}
      icon={<IconAlertTriangle />}
      title={t("link.no_time")}
    >
      {t("link.no_time_text")}{" "}
      <Anchor component="button" type="button" onClick={() => onGo("hours")}>
        {t("link.to_hours")}
      </Anchor>
    </Alert>
  );
}
