// A vector as a strip of bars: one path, the value's sign by direction, its size by length.

// One path for a strip of bars from its middle line: unit after unit, downwards.
// `scale` is the value that fills half the width; larger ones are cut off at the edge.
export function bars(values, units, width, rowHeight, scale, grown = 1) {
  const half = width / 2;
  const thick = Math.max(3, rowHeight - 4);
  let d = "";
  for (let j = 0; j < units; j++) {
    const value = values[j];
    if (!Number.isFinite(value)) continue;
    const length = Math.max(-1, Math.min(1, value / scale)) * half * grown;
    const top = j * rowHeight + (rowHeight - thick) / 2;
    d += `M0 ${round(top)}H${round(length)}V${round(top + thick)}H0Z`;
  }
  return d;
}

// A scale that serves a whole state: 1 for what lies in ±1, else the largest |value|.
export function scaleOf(values, count) {
  let top = 1;
  for (let k = 0; k < count; k++) {
    const size = Math.abs(values[k]);
    if (Number.isFinite(size)) top = Math.max(top, size);
  }
  return top;
}

const round = (value) => Math.round(value * 100) / 100;
