import { Autocomplete, type AutocompleteProps } from "@mantine/core";
import { useState } from "react";

import { minutesOf } from "./duration";
import { useFormat } from "./who";

interface Props extends Omit<AutocompleteProps, "value" | "defaultValue" | "onChange" | "data" | "filter"> {
  /** Minutes. */
  value?: number | null;
  /** Null: nothing stands there, or nothing that is a time. */
  onChange: (minutes: number | null) => void;
  /** What is offered, in minutes; anything else can be typed. */
  offers?: number[];
}

const USUAL = [15, 30, 45, 60, 75, 90, 120, 150, 180];

/** How long something takes: one of the usual, or typed as `90`, `1:30` or `1 h 30 min`. */
export function DurationInput({ value, onChange, offers = USUAL, ...rest }: Props) {
  const { duration, language } = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const hour = duration(60)
    .replace(/[\d\s০-৯]/g, "")
    .charAt(0);
  return (
    <Autocomplete
      {...rest}
      key={language}
      data={offers.map(duration)}
      filter={({ options }) => options}
      value={typed ?? (typeof value !== "number" ? "" : duration(value))}
      onChange={(text) => {
        setTyped(text);
        onChange(minutesOf(text, hour));
      }}
      onBlur={(event) => {
        if (typed !== null && (typed.trim() === "" || minutesOf(typed, hour) !== null)) setTyped(null);
        rest.onBlur?.(event);
      }}
    />
  );
}
