// Time within a frame: progress runs 0 → 1.

export const easeInOut = (p) => (p < 0.5 ? 2 * p * p : 1 - 2 * (1 - p) * (1 - p));

// Progress of a part that lasts from `from` to `to` within a frame, eased, 0 before and 1 after.
export function part(progress, from, to) {
  return easeInOut(Math.min(1, Math.max(0, (progress - from) / (to - from))));
}
