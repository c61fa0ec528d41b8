import { Button, Group, Modal, Paper, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

import { BulkForm } from "./BulkForm";
import classes from "./Services.module.css";

interface Props {
  ids: string[];
  /** Whether they are archived ones. */
  archived: boolean;
  onDone: () => void;
}

/** What can be done with the chosen services together. */
export function BulkBar({ ids, archived, onDone }: Props) {
  const { t } = useTranslation(["catalogue", "common"]);
  const [changing, form] = useDisclosure();
  return (
    <Paper withBorder shadow="md" p="sm" className={classes.bulk} role="region" aria-label={t("bulk.title")}>
      <Group justify="space-between">
        <Text fw={500} role="status">
          {t("bulk.chosen", { count: ids.length })}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("bulk.clear")}
          </Button>
          <Button onClick={form.open}>{t("bulk.change")}</Button>
        </Group>
      </Group>
      <Modal
        opened={changing}
        onClose={form.close}
        title={t("bulk.title")}
        size="lg"
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <BulkForm
          ids={ids}
          archived={archived}
          onDone={() => {
            form.close();
            onDone();
          }}
        />
      </Modal>
    </Paper>
  );
}
