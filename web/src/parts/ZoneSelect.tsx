import { Select, type SelectProps } from "@mantine/core";

const ZONES = Intl.supportedValuesOf("timeZone");

/** A time zone, found by the name of its city. One that the browser calls otherwise stays on the list. */
export function ZoneSelect({ value, ...rest }: Omit<SelectProps, "data">) {
  const data = value && !ZONES.includes(value) ? [value, ...ZONES] : ZONES;
  return <Select searchable allowDeselect={false} limit={100} {...rest} value={value ?? null} data={data} />;
}
