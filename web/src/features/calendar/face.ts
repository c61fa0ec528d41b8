import { MARKS } from "./status";
import type { Status } from "./search";

const SVG = "http://www.w3.org/2000/svg";

/** What is written on an appointment. */
export interface Face {
  id: string;
  time: string;
  name: string;
  /** Services, and whose it is. */
  about: string;
  status: Status;
  /** All of it, read out; absent on what is only shown while something is dragged. */
  label?: string | undefined;
}

/** An appointment's face, as the nodes that the calendar's library puts into it: a button. */
export function faceNodes({ id, time, name, about, status, label }: Face): Node[] {
  const face = element("div", "fd-face");
  if (label) {
    face.setAttribute("role", "button");
    face.setAttribute("aria-label", label);
    face.dataset.booking = id;
    face.tabIndex = -1;
  }
  const first = element("span", "fd-face-time");
  first.append(markNode(status), element("span", "fd-face-clock", time));
  face.append(first, element("span", "fd-face-name", name), element("span", "fd-face-about", about));
  return [face];
}

/** What a background says, if it says anything. */
export function backgroundNodes(words: string | undefined): Node[] {
  return words ? [element("span", "fd-behind", words)] : [];
}

/** A heading of a column. */
export function headNodes(name: string): Node[] {
  const head = element("span", "fd-head");
  const initials = element("span", "fd-head-initials", initialsOf(name));
  initials.ariaHidden = "true";
  head.append(initials, element("span", "fd-head-name", name));
  return [head];
}

/** A day that leads to itself: pressed, it is found by its date. */
export function dayNodes(words: string, label: string, date: string, count: string | undefined): Node[] {
  const button = element("button", "fd-day");
  button.append(element("span", "fd-day-words", words));
  if (count) button.append(element("span", "fd-day-count", count));
  button.setAttribute("type", "button");
  button.setAttribute("aria-label", label);
  button.dataset.day = date;
  button.addEventListener("pointerdown", (event) => event.stopPropagation());
  return [button];
}

function markNode(status: Status): SVGElement {
  const mark = document.createElementNS(SVG, "svg");
  mark.setAttribute("viewBox", "0 0 24 24");
  mark.setAttribute("class", "fd-mark");
  for (const path of MARKS[status]) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    mark.append(line);
  }
  return mark;
}

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
