import { type RefObject, useCallback, useRef } from "react";

const APPOINTMENTS = "[data-booking]";

/** Which appointment Tab reaches: one alone, the others are reached from it by arrows. Drawn anew, it keeps the focus. */
export function useReach(host: RefObject<HTMLElement | null>) {
  const reached = useRef<string>(undefined);
  const focused = useRef(false);

  const elementOf = useCallback(
    (id: string | undefined) =>
      host.current?.querySelector<HTMLElement>(`[data-booking="${CSS.escape(id ?? "")}"]`),
    [host],
  );

  const settle = useCallback(() => {
    const element = elementOf(reached.current) ?? host.current?.querySelector<HTMLElement>(APPOINTMENTS);
    for (const other of host.current?.querySelectorAll<HTMLElement>(`${APPOINTMENTS}[tabindex="0"]`) ?? []) {
      if (other !== element) other.tabIndex = -1;
    }
    if (!element) return;
    element.tabIndex = 0;
    if (element.dataset.booking !== reached.current) focused.current = false;
    reached.current = element.dataset.booking;
    if (focused.current && document.activeElement === document.body) element.focus();
  }, [host, elementOf]);

  const reach = useCallback(
    (id: string) => {
      reached.current = id;
      settle();
    },
    [settle],
  );

  const focus = useCallback(
    (id: string) => {
      reach(id);
      focused.current = true;
      elementOf(id)?.focus();
    },
    [reach, elementOf],
  );

  /** Told of every focus in the grid, and of its leaving for elsewhere. */
  const seen = useCallback((element: Element | null) => {
    const id = element?.closest<HTMLElement>(APPOINTMENTS)?.dataset.booking;
    focused.current = id !== undefined;
    if (id) reached.current = id;
  }, []);

  return { reach, focus, settle, seen };
}
