// Where things stand when several networks read one sequence: a column a step, a band a network.

import { percent, show } from "../shared/numbers.js";
import { position } from "./scale.js";

export const SIZE = { gutter: 58, top: 74, letters: 44, head: 32, gap: 3, strip: 30, answers: 24, band: 12, end: 24 };
const COLUMN = { narrow: 6, wide: 84 };
const FEW = 3; // answers that stand beside the trace instead of in a row of their own
const UNIT = { low: 4, high: 12, whole: 330 }; // px of a unit's row; of all rows of all panels

// width: of the frame in px
export function frame(scene, width) {
  const steps = scene.symbols.length;
  const column = Math.min(COLUMN.wide, Math.max(COLUMN.narrow, (width - SIZE.gutter - SIZE.end) / steps));
  const count = scene.bands.reduce((sum, band) => sum + band.panels.length * band.units, 0);
  const unit = Math.round(Math.min(UNIT.high, Math.max(UNIT.low, UNIT.whole / Math.max(1, count))));
  const many = scene.asked.filter(Boolean).length > FEW;
  let y = SIZE.top;
  const bands = scene.bands.map((band) => {
    const top = y;
    const tall = band.units * unit;
    const panels = band.panels.map((_, k) => ({ top: top + SIZE.head + k * (tall + SIZE.gap), height: tall }));
    const strip = top + SIZE.head + panels.length * (tall + SIZE.gap);
    const below = SIZE.strip + (many ? SIZE.answers : 0);
    y = strip + below + SIZE.band;
    return { top, panels, strip, below, answers: many ? SIZE.strip + 2 + SIZE.answers / 2 : SIZE.strip / 2 };
  });
  const whole = SIZE.gutter + steps * column + SIZE.end;
  return { steps, column, unit, bands, width: Math.max(width, whole), height: y };
}

export const columnX = (f, t) => SIZE.gutter + (t + 0.5) * f.column;

export function stepAt(f, x) {
  const t = Math.floor((x - SIZE.gutter) / f.column);
  return t >= 0 && t < f.steps ? t : null;
}

// Whether every symbol fits above its column, or only those that matter can be written.
export function fits(scene, column) {
  const longest = Math.max(...scene.symbols.map((symbol) => symbol.length));
  return column >= 7.4 * longest + 1;
}

// The span from where it was told to where it is asked, drawn above the letters.
export function span(f, from, to) {
  const [a, b] = [columnX(f, from), columnX(f, to)];
  const y = SIZE.top - SIZE.letters - 4;
  return `M${round(a)} ${y}v-8H${round(b)}v8`;
}

// A profile over the steps from `from` on: its height is the value, `limit` fills the strip.
export function profile(values, from, f, limit, closed) {
  const base = SIZE.strip;
  const points = [];
  for (let t = from; t < f.steps; t++) {
    const high = Number.isNaN(values[t]) ? 0 : height(values[t], limit);
    points.push(`${round(columnX(f, t))} ${round(base - high)}`);
  }
  if (!points.length) return "";
  const first = round(columnX(f, from));
  return closed ? `M${first} ${base}L${points.join("L")}V${base}Z` : `M${points.join("L")}`;
}

// The height of a value of a profile, from its base.
export const height = (value, limit) => position(value, limit) * (SIZE.strip - 3);

// What a network says at a step: [text, right]; null where nothing is asked.
export function answer(scene, band, level, t) {
  if (!scene.asked[t]) return null;
  const odds = band.odds.at(level, t);
  const right = band.right.at(level, t) === 1;
  const text = scene.numeric ? show(odds) : `${scene.outputs[band.said.at(level, t)]}, ${percent(odds)}`;
  return [text, right];
}

// The scene in one sentence: who answers right where the learner asks.
export function verdict(scene, levels) {
  const t = scene.answer;
  const right = [];
  const wrong = [];
  scene.bands.forEach((band, k) => {
    const found = answer(scene, band, levels[k], t);
    if (found) (found[1] ? right : wrong).push(band.title);
  });
  if (!right.length && !wrong.length) return "Nothing is asked at this step";
  const apart = t - scene.source;
  const when = apart > 0 ? `${apart} ${apart === 1 ? "step" : "steps"} after ${scene.symbols[scene.source]}: ` : "";
  if (!wrong.length) return `${when}${right.length === 1 ? `the ${right[0]} answers` : "all answer"} right`;
  if (!right.length) return `${when}${wrong.length === 1 ? `the ${wrong[0]} answers` : "all answer"} wrong`;
  return `${when}${list(right)} ${verb(right)} right, ${list(wrong)} ${verb(wrong)} wrong`;
}

const verb = (names) => (names.length === 1 ? "answers" : "answer");
export const list = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);
const round = (value) => Math.round(value * 10) / 10;
