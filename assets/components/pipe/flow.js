// How water runs in a pipe: pure numbers and path strings, for one pipe and for many.
//
// The depth of the water is the amount, on one scale before and behind the valve and in the
// boxes. What has passed runs at one speed; before the valve the same amount a second runs through
// a deeper stream, so it is as much slower as the valve is closed, and at 0 it stands.

const SPEED = 150; // px a second behind the valve
const APART = 9; // px between two streaks, one above another

// Heights of the streaks in water of this depth, px from its base: as many as find room. A
// shallow stream has one in its middle; where there is no water there is none.
export function lanes(depth, most) {
  if (depth < 1.2) return [];
  const found = [];
  for (let y = APART / 2; y < depth - 1.5 && found.length < most; y += APART) found.push(y);
  return found.length && depth >= APART ? found : [depth / 2];
}

// px a second before and behind the valve.
export function speeds(before, behind) {
  const flows = before > 0 && behind > 0;
  return { before: flows ? (SPEED * behind) / before : 0, behind: flows ? SPEED : 0 };
}

// Faster water draws longer streaks, so that a still picture shows it too.
export const streak = (speed) => 4 + speed * 0.14;

// How far the water has come before and behind the valve, at a share of the way along the pipe.
export function fronts(run, x0, valve, x1) {
  const at = x0 + (x1 - x0) * run;
  return { before: Math.min(at, valve), behind: Math.max(valve, at) };
}

// Water that leaves a pipe's mouth at (x, floor), `thick` high, and falls to the height `to`.
export function pour(x, floor, thick, to, throwing) {
  const fall = Math.max(0, to - floor);
  const r = (value) => Math.round(value * 10) / 10;
  const narrow = thick * 0.62; // what falls faster is thinner
  const inner = x + throwing * 0.55;
  const outer = inner + narrow;
  const bend = Math.min(fall, throwing * 1.5);
  if (fall < 2 || thick < 0.2) return "";
  const over = `M${r(x)} ${r(floor - thick)}Q${r(outer)} ${r(floor - thick)} ${r(outer)} ${r(floor + bend)}V${r(to)}`;
  return `${over}H${r(inner)}V${r(floor + bend)}Q${r(inner)} ${r(floor)} ${r(x)} ${r(floor)}Z`;
}

// How far the plate leaves its pipe free, px from the base: down to the water that passes. Where
// hardly any comes, a plate that is open still looks open.
export const freed = (open, behind, least = 10) => Math.max(behind, open * least);

// Where a hand that is `dy` px above the place it took the grip leads to, among `count` places.
export function dragged(from, dy, travel, count) {
  return Math.min(count - 1, Math.max(0, Math.round(from + (dy / travel) * (count - 1))));
}

// What a key does to a slider at place k, or null for a key that it does not know.
export function keyed(key, k, count) {
  const big = Math.round((count - 1) / 10);
  const to = {
    ArrowUp: k + 1, ArrowRight: k + 1, ArrowDown: k - 1, ArrowLeft: k - 1,
    PageUp: k + big, PageDown: k - big, Home: 0, End: count - 1,
  }[key];
  return to === undefined ? null : Math.min(count - 1, Math.max(0, to));
}
