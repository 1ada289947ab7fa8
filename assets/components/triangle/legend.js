// What the colours of a triangle mean: one bar of decades, and what lies beside it.

import { html } from "../shared/svg.js";
import { palette } from "../compare/palette.js";
import { colour } from "./scale.js";

const POWERS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;

// The decades that are written under a scale of at most `most` labels, the highest among them.
export function ticks({ low, high }, most = 6) {
  const every = Math.max(1, Math.ceil((high - low) / most));
  const found = [];
  for (let at = high; at >= low; at -= every) found.unshift(at);
  return found;
}

export const power = (value) => `10${[...String(value)].map((c) => POWERS[c]).join("")}`;

// words: what the magnitude is; more: [[css colour or class of a pattern, text], …]
export function legend(root, { low, high }, words, more = []) {
  const colours = palette(root);
  const stops = Array.from({ length: 41 }, (_, k) => css(colour(10 ** (low + ((high - low) * k) / 40), { low, high }, colours)));
  const bar = html("span", { class: "j-bar", "data-low": low, "data-high": high });
  bar.append(html("i", { style: `background:linear-gradient(to right,${stops.join(",")})` }));
  for (const value of ticks({ low, high })) bar.append(html("b", { style: `left:${(100 * (value - low)) / (high - low)}%`, text: power(value) }));
  const box = html("div", { class: "j-legend" }, html("span", {}, words), bar);
  for (const [look, text] of more) box.append(html("span", { class: "j-swatch" }, html("i", { class: look }), text));
  return box;
}
