// How water runs in a pipe: pure numbers and path strings, for one pipe and for many.
//
// What flows is opening × speed. The opening is the gate; the speed follows the amount that
// stands before the valve; so the two together are the amount × the gate that Python computed.

const LANES = 5; // streaks that a full bore holds, one above another
const FASTEST = 170; // px a second, for a full amount

// Heights of the streaks in a full bore, as shares of it from the floor.
export const LEVELS = Array.from({ length: LANES }, (_, k) => (k + 0.5) / LANES);

// Which streaks swim in water of this height (both as shares of the bore).
export const swims = (level, height) => level < height - 0.06;

// px a second before and behind the valve. Before it the bore is full, so the water is as much
// slower as the valve is closed: what arrives at the valve is what leaves it.
export function speeds(share, open) {
  const behind = share > 0 && open > 0 ? FASTEST * (0.12 + 0.88 * share) : 0;
  return { before: behind * open, behind };
}

// Faster water draws longer streaks, so that a still picture shows it too.
export const streak = (speed) => 5 + speed * 0.13;

// A share of the run along a pipe with a valve: how far the water has come before and behind it.
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

// A wall of a pipe from x0 to x1, and where its gate plate stands: `open` of its bore is free.
export function plate(floor, bore, open, cap) {
  const edge = floor - open * bore;
  return { top: edge - bore - cap, edge, height: bore + cap };
}

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
