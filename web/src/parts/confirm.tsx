import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import i18next from "i18next";

interface Question {
  /** What is asked, naming the thing. */
  title: string;
  /** What follows from it. */
  text?: string;
  /** The word on the button. */
  confirm: string;
  onConfirm: () => void;
}

/** Asks once before something is taken away. */
export function confirm({ title, text, confirm, onConfirm }: Question): void {
  modals.openConfirmModal({
    title,
    children: text ? <Text size="sm">{text}</Text> : null,
    labels: { confirm, cancel: i18next.t("common:cancel") },
    confirmProps: { color: "red.9" },
    onConfirm,
  });
}
