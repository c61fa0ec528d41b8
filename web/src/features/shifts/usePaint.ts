import { type PointerEvent, type MouseEvent, useEffect, useRef, useState } from "react";

import { stroke } from "./plan";

interface Stroke {
  staff: string;
  from: string;
  to: string;
}

/** Painting over the cells of a row: with a mouse or a pen by dragging, by touch and keyboard cell by cell. */
export function usePaint(days: string[], onPaint: (staff: string, dates: string[]) => void) {
  const [painting, setPainting] = useState<Stroke | null>(null);
  const touched = useRef(false);

  useEffect(() => {
    if (!painting) return;
    const finish = () => {
      setPainting(null);
      onPaint(painting.staff, stroke(days, painting.from, painting.to));
    };
    const leave = ({ key }: KeyboardEvent) => key === "Escape" && setPainting(null);
    const drop = () => setPainting(null);
    window.addEventListener("pointerup", finish);
    window.addEventListener("pointercancel", drop);
    window.addEventListener("keydown", leave);
    return () => {
      window.removeEventListener("pointerup", finish);
      window.removeEventListener("pointercancel", drop);
      window.removeEventListener("keydown", leave);
    };
  }, [painting, days, onPaint]);

  return {
    isPainted: (staff: string, date: string) =>
      painting?.staff === staff && stroke(days, painting.from, painting.to).includes(date),
    /** What the button of an empty cell listens to. */
    cell: (staff: string, date: string) => ({
      onPointerDown: ({ pointerType, button }: PointerEvent) => {
        touched.current = pointerType === "touch";
        if (!touched.current && button === 0) setPainting({ staff, from: date, to: date });
      },
      onClick: ({ detail }: MouseEvent) => {
        if (detail === 0 || touched.current) onPaint(staff, [date]);
      },
    }),
    enter: (staff: string, date: string) => {
      if (painting?.staff === staff && painting.to !== date) setPainting({ ...painting, to: date });
    },
  };
}
