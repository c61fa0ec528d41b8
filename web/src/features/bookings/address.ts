import type { Schemas } from "../../api/client";

/** An address on one line. */
export const addressLine = ({ street, zip, city, country }: Schemas["Address"]): string =>
  [street, [zip, city].filter(Boolean).join(" "), country].filter(Boolean).join(", ");
