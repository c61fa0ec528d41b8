import { useEffect, useRef } from "react";

const LOOK_MS = 50;

/** Where something covered the calendar and is gone, and what had the focus was drawn anew meanwhile: the appointment gets it back. */
export function useFocusBack(covered: boolean): void {
  const was = useRef(false);
  useEffect(() => {
    if (covered === was.current) return;
    was.current = covered;
    if (covered) return;
    // A dialog goes slowly, and takes the focus with it.
    const looking = setInterval(() => {
      if (document.querySelector('[role="dialog"]')) return;
      clearInterval(looking);
      if (document.activeElement !== document.body) return;
      const find = (what: string) => document.querySelector<HTMLElement>(`.fd-calendar ${what}`);
      (find('[data-booking][tabindex="0"]') ?? find(".ec-main"))?.focus();
    }, LOOK_MS);
    return () => clearInterval(looking);
  }, [covered]);
}
