import "@mantine/dates/styles.css";
import "dayjs/locale/bn";
import "dayjs/locale/id";
import "dayjs/locale/uk";

import { DateInput, type DateInputProps } from "@mantine/dates";
import { useTranslation } from "react-i18next";

interface Props extends Omit<DateInputProps, "value" | "onChange"> {
  /** `YYYY-MM-DD`. */
  value?: string | null;
  onChange: (date: string | null) => void;
}

/** A date of no zone: typed, or picked from a month that starts its weeks on Monday. */
export function DateField({ value = null, onChange, ...rest }: Props) {
  const { t, i18n } = useTranslation("parts");
  return (
    <DateInput
      locale={i18n.language}
      firstDayOfWeek={1}
      valueFormat="D MMM YYYY"
      previousLabel={t("month_before")}
      nextLabel={t("month_after")}
      ariaLabels={{
        previousMonth: t("month_before"),
        nextMonth: t("month_after"),
        monthLevelControl: t("months"),
        yearLevelControl: t("years"),
      }}
      popoverProps={{ withinPortal: true }}
      {...rest}
      value={value}
      onChange={onChange}
    />
  );
}
