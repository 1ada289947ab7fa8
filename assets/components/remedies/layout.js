// Remedies side by side: where columns, curves and runs stand. Pure numbers and path strings.

export const SIZE = { row: 54, name: 192, spark: 112, says: 104, gap: 14, detail: 28, pad: 9, lane: 6.4, dot: 3.6, near: 16, plot: 450, low: 330, left: 52, bottom: 26, top: 12, zero: 24 };
const POWERS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

// Columns for a width: the chosen remedy's curve stands beside the list where there is room, else
// below it; on a phone a row is two lines.
export function frame(width) {
  const beside = width >= 960;
  const detail = beside ? Math.max(320, Math.min(470, Math.round(width * 0.33))) : width;
  const list = beside ? width - detail - SIZE.detail : width;
  const narrow = list < 600;
  const name = narrow ? list - SIZE.says - SIZE.gap : SIZE.name;
  const spark = narrow ? Math.round(list * 0.4) : SIZE.spark;
  const strip = narrow ? list - spark - SIZE.gap : list - name - spark - SIZE.says - 3 * SIZE.gap;
  return { beside, narrow, list, detail, tall: beside ? SIZE.plot : SIZE.low, name, spark, strip };
}

// The box of a plot: from x0 to x1 and, downwards, from y1 to y0.
export const small = (width) => ({ x0: 2, x1: width - 2, y1: 6, y0: SIZE.row - 5, zero: 0 });
export const large = (width, tall) => ({ x0: SIZE.left, x1: width - 8, y1: SIZE.top, y0: tall - SIZE.bottom, zero: SIZE.zero });

// Distance and decades as places in a box; exact zeros stand at its foot, and what is below the
// axis at its lower end.
export function place(axis, steps, box) {
  const foot = box.y0 - box.zero;
  return {
    x: (distance) => box.x0 + (distance / Math.max(1, steps - 1)) * (box.x1 - box.x0),
    y(value) {
      if (value === -Infinity) return box.y0 - box.zero / 3;
      if (value === Infinity) return box.y1;
      return foot - ((Math.max(value, axis.low) - axis.low) / (axis.high - axis.low || 1)) * (foot - box.y1);
    },
  };
}

// A curve over all distances; zeros run along the foot, in a path of their own.
export function curve(values, at) {
  const paths = { line: "", zero: "" };
  let kind = "";
  values.forEach((value, distance) => {
    const now = Number.isNaN(value) ? "" : Number.isFinite(value) ? "line" : "zero";
    if (now) paths[now] += `${kind === now ? "L" : "M"}${round(at.x(distance))} ${round(at.y(value))}`;
    kind = now;
  });
  return paths;
}

// The area between the least and the most of the seeds, where both are finite.
export function between(least, most, at) {
  const ends = [...most].findIndex((value, k) => !Number.isFinite(value) || !Number.isFinite(least[k]));
  const count = ends < 0 ? most.length : ends;
  if (count < 2) return "";
  const there = Array.from({ length: count }, (_, k) => `${round(at.x(k))} ${round(at.y(most[k]))}`);
  const back = Array.from({ length: count }, (_, k) => `${round(at.x(count - 1 - k))} ${round(at.y(least[count - 1 - k]))}`);
  return `M${there.join("L")}L${back.join("L")}Z`;
}

// [value, text] down the axis, at most six; the last one may stand for all below it
export function ticks(axis) {
  const every = Math.max(1, Math.ceil((axis.high - axis.low) / 6));
  const found = [];
  for (let power = Math.floor(axis.high / every) * every; power >= axis.low; power -= every) {
    found.push([power, power === 0 ? "1" : `10${[...String(power)].map((c) => POWERS[c]).join("")}`]);
  }
  const last = found[found.length - 1];
  if (axis.open && last[0] === axis.low) last[1] = `≤${last[1]}`;
  return found;
}

export const shareX = (share, width) => SIZE.pad + share * (width - 2 * SIZE.pad);
// Each seed has a lane of its own, the same in all rows.
export const laneY = (seed, seeds) => SIZE.row / 2 + (seed - (seeds - 1) / 2) * SIZE.lane;

// The index of the run nearest to a place, of those at [[x, y], …]; -1 if none is near.
export function nearest(places, x, y) {
  const apart = places.map(([left, top]) => Math.hypot(left - x, top - y));
  const best = Math.min(...apart);
  return best <= SIZE.near ? apart.indexOf(best) : -1;
}

const round = (value) => Math.round(value * 10) / 10;
