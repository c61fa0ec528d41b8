import { notifications } from "@mantine/notifications";
import i18next from "i18next";

import { problemOf } from "../api/problem";

/** Says for a moment that something is done. */
export const tell = (message: string): void => {
  notifications.show({ message, color: "teal" });
};

/** Says why something could not be done, in the server's words. */
export function tellFailure(thrown: unknown): void {
  const problem = problemOf(thrown);
  const sentences = problem.errors.map(({ message }) => message);
  notifications.show({
    title: i18next.t("common:refused"),
    message:
      problem.code === "unreachable"
        ? i18next.t("common:unreachable.text")
        : [problem.detail, ...sentences].filter(Boolean).join(" "),
    color: "red",
    autoClose: 8000,
  });
}
