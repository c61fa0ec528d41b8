import type { Appointment } from "./appointments";
import { minuteOf } from "./wall";

export type Direction = "up" | "down" | "left" | "right" | "first" | "last";

type Placed = Pick<Appointment, "id" | "start">;

/** Where the arrow keys lead from an appointment: along its lane (a person's column, a day), or to the nearest in time of the next lane that has any. */
export function neighbour<A extends Placed>(
  all: readonly A[],
  from: A | undefined,
  direction: Direction,
  lanes: readonly string[],
  laneOf: (appointment: A) => string,
): A | undefined {
  const ordered = inOrder(all, lanes, laneOf);
  if (!from || direction === "first") return ordered[0];
  if (direction === "last") return ordered.at(-1);
  const lane = ordered.filter((other) => laneOf(other) === laneOf(from));
  const at = lane.findIndex(({ id }) => id === from.id);
  if (direction === "up") return lane[at - 1];
  if (direction === "down") return lane[at + 1];
  const index = lanes.indexOf(laneOf(from));
  const beside = direction === "right" ? lanes.slice(index + 1) : lanes.slice(0, index).reverse();
  for (const next of beside) {
    const there = ordered.filter((other) => laneOf(other) === next);
    if (there.length > 0) return nearest(there, from);
  }
  return undefined;
}

function inOrder<A extends Placed>(
  all: readonly A[],
  lanes: readonly string[],
  laneOf: (a: A) => string,
): A[] {
  return all
    .filter((appointment) => lanes.includes(laneOf(appointment)))
    .sort(
      (a, b) =>
        lanes.indexOf(laneOf(a)) - lanes.indexOf(laneOf(b)) ||
        a.start.localeCompare(b.start) ||
        a.id.localeCompare(b.id),
    );
}

function nearest<A extends Placed>(there: A[], { start }: Placed): A | undefined {
  const distance = (other: A) => Math.abs(minuteOf(other.start) - minuteOf(start));
  return there.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}
