import type { CustomTypeOptions } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** Reads words that only the server knows all of: in the reader's language where `namespace:path.word` has a text, else as they are. */
export function useWords(
  namespace: keyof CustomTypeOptions["resources"],
  path: string,
): (word: string) => string {
  const { i18n } = useTranslation(namespace);
  return useCallback(
    (word) => {
      const text: unknown = i18n.getResource(i18n.language, namespace, `${path}.${word}`);
      return typeof text === "string" ? text : word;
    },
    [i18n, namespace, path],
  );
}
