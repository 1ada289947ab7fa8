// What the colours mean: one bar a scale, the same for all panels, and what lies beyond it.

import { html, svg } from "../shared/svg.js";
import { plain } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { along, colour, ticks, valueAt } from "./scale.js";

const SIZE = { bar: 220, tall: 14 };
const POWERS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;

export function legend(scene, colours) {
  const name = scene.rows === "gates" ? "gate" : scene.rows === "gradient" ? "gradient" : "state";
  const scale = scene.scales[name];
  const box = html("div", { class: "k-legend" });
  const words = { state: "value of a state", gate: "gate: 0 closed, 1 open", gradient: scene.wordsOfGradient }[name];
  box.append(html("span", { text: `${words}, the same colours in all panels` }), bar(scale, colours));
  const beyond = name === "state" ? [[colours.ink, `beyond ±${show(scale.high)}`]] : name === "gradient" ? [[colour(scale.low, scale, colours), "smaller"], [colours.paper, "exactly 0"]] : [];
  for (const [rgb, text] of [...beyond, [colours.warn, name === "gradient" ? "overflow or undefined" : "undefined"]]) {
    box.append(html("span", { class: "k-swatch" }, html("i", { style: `background:${css(rgb)}` }), text));
  }
  if (scene.rows !== "gradient") box.append(html("span", { class: "k-swatch" }, key("h"), key("c"), `trace in h, in c: how different each would be on average, had step ${scene.source + 1} read something else; full height is ${show(scene.leftLimit)}, a mark stands at 1`));
  return box;
}

function key(name) {
  const picture = svg("svg", { width: 18, height: 12, viewBox: "0 0 18 12", "aria-hidden": "true" });
  picture.append(svg("path", { class: `k-left k-left-${name}`, d: name === "h" ? "M1 11V3L17 7V11Z" : "M1 3L17 7" }));
  return picture;
}

function bar(scale, colours) {
  const { low, high } = scale;
  const stops = Array.from({ length: 41 }, (_, k) => css(colour(valueAt(k / 40, scale), scale, colours)));
  const node = html("span", { class: "k-bar", "data-low": low, "data-high": high, style: `width:${SIZE.bar}px` });
  node.append(html("i", { style: `background:linear-gradient(to right,${stops.join(",")});height:${SIZE.tall}px` }));
  for (const value of ticks(scale)) {
    const left = 100 * along(value, scale);
    node.append(html("b", { style: `left:${left}%`, text: scale.kind === "log" ? `10${[...String(value)].map((c) => POWERS[c]).join("")}` : plain(show(value)) }));
  }
  return node;
}
