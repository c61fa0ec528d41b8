import type { Schemas } from "../../api/client";

type Visibility = Schemas["ServiceVisibility"];

export const VISIBILITIES = ["public", "unlisted", "internal"] as const satisfies Visibility[];
export const PLACES = ["location", "on_site", "either"] as const satisfies Schemas["ServicePlace"][];

export const isVisibility = (word: string | null): word is Visibility =>
  VISIBILITIES.some((one) => one === word);
