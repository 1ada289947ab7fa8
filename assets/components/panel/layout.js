// Which terms are listed, and how long their bars are.

// Indices of the terms shown and the number of those left out: zeros, once there are many.
export function collapse(numbers, count, all) {
  const every = Array.from({ length: count }, (_, k) => k);
  if (all || count <= 6) return { shown: every, hidden: 0 };
  const shown = every.filter((k) => numbers.at(k, 2) !== 0);
  return { shown, hidden: count - shown.length };
}

// The largest finite |product|: all bars of a sum share this scale.
export function largest(numbers, count) {
  let top = 0;
  for (let k = 0; k < count; k++) {
    const size = Math.abs(numbers.at(k, 2));
    if (Number.isFinite(size)) top = Math.max(top, size);
  }
  return top;
}

// A bar from the middle, in percent of its track; what is not finite fills its half.
export function barOf(product, scale) {
  if (Number.isNaN(product) || scale === 0) return { left: 50, width: 0 };
  const width = Number.isFinite(product) ? (50 * Math.abs(product)) / scale : 50;
  return { left: product < 0 ? 50 - width : 50, width };
}
