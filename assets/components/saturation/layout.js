// Two histograms over one another's slider: bars of shares, and where their axes are marked.

export const SIZE = { height: 236, left: 44, right: 10, top: 14, bottom: 30 };

export function frame(width) {
  return { width, height: SIZE.height, x0: SIZE.left, x1: width - SIZE.right, y0: SIZE.height - SIZE.bottom, y1: SIZE.top };
}

// Heights go by the square root, so that one unit in a thousand is still seen beside all the rest.
export const y = (f, share) => f.y0 - Math.sqrt(Math.min(1, Math.max(0, share))) * (f.y0 - f.y1);
export const x = (f, at) => f.x0 + at * (f.x1 - f.x0);

// One path for all bars.
export function bars(f, shares) {
  const wide = (f.x1 - f.x0) / shares.length;
  let d = "";
  shares.forEach((share, k) => {
    if (share > 0) d += `M${round(f.x0 + k * wide + 0.5)} ${f.y0}V${round(y(f, share))}h${round(wide - 1)}V${f.y0}Z`;
  });
  return d;
}

const round = (value) => Math.round(value * 10) / 10;
