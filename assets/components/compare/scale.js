// From a value to a colour: one function for all panels of a kind, so that the same value has the
// same colour wherever it stands.

// Cividis, which keeps its order without colour vision and in print.
const EVEN = ["#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8779", "#a59c74", "#c3b369", "#e1cc55", "#fee838"].map(channels);
const BENT = 0.7; // the exponent that lets small values of a state be seen
const KNEE = 0.6; // share of an axis from 0 to 1; the rest, to its end, is logarithmic
const DEEP = 0.6; // how far towards ink the colour goes from 1 to the end of the axis

// Where a size stands on an axis from 0 to `high`, 0 … 1: evenly up to 1, logarithmic beyond, so
// that what lies within ±1 is shown alike whatever else there is.
export function position(size, high) {
  if (high <= 1) return Math.min(1, size / high);
  if (size <= 1) return KNEE * size;
  return Math.min(1, KNEE + ((1 - KNEE) * Math.log(size)) / Math.log(high));
}

// The size that stands at a position: the inverse.
export function sizeAt(share, high) {
  if (high <= 1) return share * high;
  return share <= KNEE ? share / KNEE : Math.exp(((share - KNEE) / (1 - KNEE)) * Math.log(high));
}

export function channels(hex) {
  return [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
}

const mix = (a, b, share) => a.map((from, k) => Math.round(from + (b[k] - from) * share));

// palette: [r, g, b] of paper, positive, negative, ink (beyond the scale), warn (not a number)
export function colour(value, { kind, low, high }, palette) {
  if (Number.isNaN(value)) return palette.warn;
  if (kind === "signed") {
    const size = Math.abs(value);
    const full = value < 0 ? palette.negative : palette.positive;
    if (size > high) return palette.ink;
    if (size <= 1) return mix(palette.paper, full, size ** BENT);
    return mix(full, palette.ink, (DEEP * Math.log(size)) / Math.log(high));
  }
  if (value === -Infinity) return palette.paper; // the logarithm of an exact zero
  if (value === Infinity) return palette.warn;
  const share = Math.min(1, Math.max(0, (value - low) / (high - low))) * (EVEN.length - 1);
  const k = Math.min(EVEN.length - 2, Math.floor(share));
  return mix(EVEN[k], EVEN[k + 1], share - k);
}

// Pixels of values (steps × units), a row a unit: RGBA, steps wide and units high.
export function pixels(values, steps, units, scale, palette, out = new Uint8ClampedArray(4 * steps * units)) {
  for (let t = 0; t < steps; t++) {
    for (let j = 0; j < units; j++) {
      const [r, g, b] = colour(values[t * units + j], scale, palette);
      const at = 4 * (j * steps + t);
      out[at] = r;
      out[at + 1] = g;
      out[at + 2] = b;
      out[at + 3] = 255;
    }
  }
  return out;
}

// Where a value stands along a legend, 0 … 1, and the value that stands at a place.
export function along(value, { kind, low, high }) {
  if (kind !== "signed") return (value - low) / (high - low);
  return 0.5 + 0.5 * Math.sign(value) * position(Math.abs(value), high);
}

export function valueAt(share, { kind, low, high }) {
  if (kind !== "signed") return low + (high - low) * share;
  const side = 2 * share - 1;
  return Math.sign(side) * sizeAt(Math.abs(side), high);
}

// What a legend writes: [value, text], the value as the colour function takes it.
export function ticks({ kind, low, high }) {
  if (kind === "signed") return high > 1 ? [-high, -1, 0, 1, high] : [-high, 0, high];
  if (kind === "share") return [0, 0.5, 1];
  const every = Math.max(1, Math.ceil((high - low) / 6));
  const found = [];
  for (let power = high; power >= low; power -= every) found.unshift(power);
  return found;
}
