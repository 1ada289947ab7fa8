// The invisible places over a strip that a pointer or a keyboard can press, one a unit.
// One of them is in the tab order; up and down move to its neighbours.

import { set, svg } from "../shared/svg.js";

const found = new WeakMap(); // element → () => [row, t, unit]

export function hits(units, { x, y, width, height }, press, what) {
  const node = svg("g");
  const step = width / units;
  const all = Array.from({ length: units }, (_, unit) => {
    const hit = svg("rect", {
      class: "g-hit u-press", role: "button", tabindex: -1,
      x: x - width / 2 + unit * step, y: y - height / 2 - 2, width: step, height: height + 4,
    });
    found.set(hit, () => what(unit));
    node.append(hit);
    return hit;
  });
  const open = (event) => {
    const unit = all.indexOf(event.target);
    if (unit >= 0) press(unit);
  };
  node.addEventListener("click", open);
  node.addEventListener("keydown", (event) => {
    const unit = all.indexOf(event.target);
    const next = { ArrowUp: unit - 1, ArrowDown: unit + 1 }[event.key];
    if (event.key === "Enter") open(event);
    else if (next !== undefined) all[Math.min(units - 1, Math.max(0, next))].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    node,
    name(view, t, focus, reachable = true) {
      all.forEach((hit, unit) => {
        const row = what(unit)[0];
        set(hit, { "aria-label": view.words(row, t, unit), tabindex: reachable && unit === focus ? 0 : -1 });
      });
    },
  };
}

// [row, t, unit] of the number under an event, or undefined.
export const under = (event) => found.get(event.composedPath()[0])?.();
