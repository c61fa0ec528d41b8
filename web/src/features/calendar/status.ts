import type { Status } from "./search";

/** The mark of a status: the paths of an icon of 24 by 24, drawn in lines. Nobody has to tell colours apart. */
export const MARKS: Record<Status, string[]> = {
  pending: ["M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0", "M12 7v5l3 3"],
  confirmed: ["M5 12l5 5l10 -10"],
  in_progress: ["M7 4v16l13 -8l-13 -8"],
  completed: ["M7 12l5 5l10 -10", "M2 12l5 5m5 -5l5 -5"],
  no_show: [
    "M8.18 8.189a4.01 4.01 0 0 0 2.616 2.627m3.507 -.545a4 4 0 1 0 -5.59 -5.552",
    "M6 21v-2a4 4 0 0 1 4 -4h4c.412 0 .81 .062 1.183 .178m2.633 2.618c.12 .38 .184 .785 .184 1.204v2",
    "M3 3l18 18",
  ],
  cancelled: ["M18 6l-12 12", "M6 6l12 12"],
  declined: ["M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0", "M5.7 5.7l12.6 12.6"],
  expired: [
    "M6 20v-2a6 6 0 1 1 12 0v2a1 1 0 0 1 -1 1h-10a1 1 0 0 1 -1 -1",
    "M6 4v2a6 6 0 1 0 12 0v-2a1 1 0 0 0 -1 -1h-10a1 1 0 0 0 -1 1",
  ],
};
