import { useEffect, useRef } from "react";

/** Longer than a dialog takes to give the focus back to where it came from. */
const DIALOG_MS = 100;

/** Where something covered the calendar and is gone, and what had the focus was drawn anew meanwhile: the appointment gets it back. */
export function useFocusBack(covered: boolean): void {
  const was = useRef(false);
  useEffect(() => {
    if (covered === was.current) return;
    was.current = covered;
    if (covered) return;
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const find = (what: string) => document.querySelector<HTMLElement>(`.fd-calendar ${what}`);
      (find('[data-booking][tabindex="0"]') ?? find(".ec-main"))?.focus();
    }, DIALOG_MS);
    return () => clearTimeout(timer);
  }, [covered]);
}
