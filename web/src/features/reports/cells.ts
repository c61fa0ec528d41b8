import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { minorUnits } from "../../i18n/format";
import { useWords } from "../../parts/words";
import { useFormat } from "../../parts/who";
import { indexOf } from "./drawn";

type Kind = Schemas["ReportColumnKind"];
type Table = Schemas["ReportTable"];

/** Whether what stands in a column is a quantity, which stands to the right. */
export const isQuantity = (kind: Kind): boolean => kind !== "text" && kind !== "word" && kind !== "date";

/** A quantity as a chart has it: hours, and major units of money. */
export function quantity(kind: Kind, cell: unknown, currency: string | undefined): number {
  const value = typeof cell === "number" ? cell : 0;
  if (kind === "minutes") return value / 60;
  return kind === "money" && currency ? value / minorUnits(currency) : value;
}

/** Reads the cells of a table. */
export function useCells({ columns }: Table): (row: unknown[], at: number) => string {
  const { t } = useTranslation("reports");
  const words = useWords("reports", "word");
  const format = useFormat();
  const currency = indexOf(columns, "currency");
  return (row, at) => {
    const cell = row[at];
    if (cell === null || cell === undefined) return columns[at]?.kind === "text" ? t("nobody") : "–";
    switch (columns[at]?.kind) {
      case "word":
        return words(String(cell));
      case "date":
        return format.plainDate(String(cell));
      case "count":
        return format.number(Number(cell));
      case "minutes":
        return format.duration(Number(cell));
      case "money":
        return format.money({ amount: Number(cell), currency: String(row[currency]) });
      case "ratio":
        return format.percent(Number(cell));
      default:
        return String(cell);
    }
  };
}
