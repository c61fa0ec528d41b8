import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { READABLE } from "../settings/fields";

interface Props {
  title: string;
  text: string;
  label: string;
  /** Absent: closed. */
  secret: string | undefined;
  onClose: () => void;
}

/** What is shown this once. */
export function SecretDialog({ title, text, label, secret, onClose }: Props) {
  const { t } = useTranslation(["developers", "common"]);
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <Stack>
        <Alert
          color="yellow"
          styles={READABLE}
          icon={<IconAlertTriangle aria-hidden />}
          title={t("secret.once")}
        >
          <Text size="sm">{text}</Text>
        </Alert>
        <Code block aria-label={label} style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {secret}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={secret ?? ""}>
            {({ copied, copy }) => (
              <Button
                variant={copied ? "light" : "filled"}
                leftSection={
                  copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                }
                onClick={copy}
                data-autofocus
              >
                {copied ? t("common:copied") : t("common:copy")}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" onClick={onClose}>
            {t("secret.kept")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
