// From a magnitude to a colour, on a logarithmic scale.

import { share } from "./layout.js";

// Viridis: even steps to the eye, also without colour vision and in print.
const EVEN = ["#440154", "#482878", "#3e4a89", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"].map((hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16)));

// scale: { low, high } in decades; palette: [r, g, b] of paper (exactly zero) and warn (undefined
// or overflowed). What lies beyond an end has the colour of that end.
export function colour(value, scale, palette) {
  if (!Number.isFinite(value)) return palette.warn;
  if (value === 0) return palette.paper;
  const at = share(value, scale) * (EVEN.length - 1);
  const k = Math.min(EVEN.length - 2, Math.floor(at));
  return EVEN[k].map((from, i) => Math.round(from + (EVEN[k + 1][i] - from) * (at - k)));
}
