import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { language } from "../../i18n";
import { confirm } from "../../parts/confirm";
import { download } from "../../parts/download";
import { tellFailure } from "../../parts/tell";
import { useAction } from "../../parts/useAction";
import { useFormat } from "../../parts/who";
import { daysBetween } from "./periods";

/** What can be done with a report: it is saved as a file, whole or a table of it, or deleted. */
export function useReportActions({ id, kind, from, to }: Schemas["Report"]) {
  const { t } = useTranslation(["reports", "common"]);
  const format = useFormat();
  const { run } = useAction("/reports");
  const saving = useMutation({
    mutationFn: ({ format, table }: { format: Schemas["ReportFormat"]; table?: string | undefined }) =>
      download(
        api.GET("/reports/{id}/download", {
          params: { path: { id }, query: { format, language: language(), ...(table ? { table } : {}) } },
          parseAs: "blob",
        }),
        [kind, table, from, daysBetween({ from, to }).until].filter(Boolean).join("_") + `.${format}`,
      ),
    onError: tellFailure,
  });
  const remove = (then?: () => void) =>
    confirm({
      title: t("one.delete_title", { kind: t(`kind.${kind}`), from: format.plainDate(from) }),
      text: t("one.delete_text"),
      confirm: t("common:delete"),
      onConfirm: () =>
        run({
          send: () => api.DELETE("/reports/{id}", { params: { path: { id } } }),
          ...(then ? { then } : {}),
        }),
    });
  return {
    save: (format: Schemas["ReportFormat"], table?: string) => saving.mutate({ format, table }),
    saving: saving.isPending,
    remove,
  };
}
