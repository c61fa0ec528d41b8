import { createContext, useContext } from "react";

import type { Schemas } from "../api/client";
import { type Format, useFormatIn } from "../i18n/format";

export interface Who {
  me: Schemas["Me"];
  company: Schemas["Company"];
  membership: Schemas["Membership"];
  /** Whether their role may do what a permission word says, `bookings:create`, be it with their own rows alone. */
  can: (word: string) => boolean;
}

export const WhoContext = createContext<Who | null>(null);

/** Who is signed in, and to which company. Only below the shell. */
export function useWho(): Who {
  const who = useContext(WhoContext);
  if (!who) throw new Error("nobody is signed in here");
  return who;
}

/** How values read in the language in use and the company's zone. */
export const useFormat = (): Format => useFormatIn(useWho().company.time_zone);
