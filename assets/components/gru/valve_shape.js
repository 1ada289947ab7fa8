// The mixing valve as path strings. Two ports of `bore` px, the old state's above the
// candidate's, end at a plate with one hole of that height. Pushed down by z · bore, it lets in
// 1 − z of the one and z of the other: whatever the handle does, the hole stays as large.

const polygon = (...points) => `M${points.map(([x, y]) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`).join("L")}Z`;
const block = (left, top, right, bottom) => polygon([left, top], [right, top], [right, bottom], [left, bottom]);

export const THICK = 8; // half the plate
export const KNOB = 28; // from the end of the plate to the middle of its handle

// Where everything is while the handle stands at z (0 … 1).
export function shape({ x, y, bore, reach, out }, z) {
  const half = bore / 2;
  const [top, wall, bottom] = [y - half, y + half, y + 3 * half];
  const shift = z * bore;
  const [left, right, end] = [x - THICK, x + THICK, x + out];
  const seam = y - half + bore - shift; // between the two streams where they leave
  return {
    plate: block(left, top + shift - bore, right, top + shift) + block(left, wall + shift, right, wall + shift + bore),
    old: block(x - reach, top + shift, left, wall),
    fresh: block(x - reach, wall, left, wall + shift),
    oldOut: polygon([left, top + shift], [right, top + shift], [end, top], [end, seam], [right, wall], [left, wall]),
    freshOut: polygon([left, wall], [right, wall], [end, seam], [end, wall], [right, wall + shift], [left, wall + shift]),
    stem: `M${x} ${wall + shift + bore}v${KNOB}`,
    knob: bottom + shift + KNOB,
  };
}

// The pipes: walls that stay, and the scale along which the handle goes.
export function pipes({ x, y, bore, reach, out }) {
  const half = bore / 2;
  const [top, wall, bottom, left, end] = [y - half, y + half, y + 3 * half, x - reach, x + out];
  const scale = x + 26;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => `M${scale} ${bottom + KNOB + share * bore}h${share % 0.5 ? 5 : 9}`);
  return {
    walls: `M${left} ${top}H${x - THICK - 3}M${left} ${wall}H${x - THICK - 3}M${left} ${bottom}H${x - THICK - 3}M${x + THICK + 3} ${top}H${end}M${x + THICK + 3} ${bottom}L${end} ${wall}`,
    guide: { x: x - THICK - 4, y: top - bore - 4, width: 2 * THICK + 8, height: 4 * bore + 8 },
    scale: `M${scale} ${bottom + KNOB}v${bore}${ticks.join("")}`,
    ends: [[scale + 14, bottom + KNOB + 5], [scale + 14, bottom + KNOB + bore + 5]],
  };
}
