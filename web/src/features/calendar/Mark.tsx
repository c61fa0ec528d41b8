import { MARKS } from "./status";
import type { Status } from "./search";

/** The mark of a status, beside words that say the same. */
export function Mark({ status, size = 14 }: { status: Status; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      {MARKS[status].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
