// What the numbers are right now: those that Python sent, or while a slider is dragged those of
// its position in the sweep.

import { plain } from "../shared/math.js";
import { percent, show } from "../shared/numbers.js";

export class View {
  constructor(scene) {
    this.scene = scene;
    this.drag = null; // { gate, position }: places in scene.gates and scene.positions
    this.places = Object.fromEntries(scene.rows.map((name, k) => [name, k]));
    this.steps = scene.symbols.length;
  }

  // The H values of a row after step t; t = -1 is the time before the first step.
  row(name, t) {
    const { scene, drag } = this;
    const place = this.places[name];
    return drag ? scene.sweep.row(drag.gate, drag.position, place, t + 1) : scene.now.row(place, t + 1);
  }

  // [letter, probability, right] of the likeliest letters; last the right one, if it is not there.
  guesses(t) {
    const { scene, drag } = this;
    const index = drag ? [drag.gate, drag.position, t] : [t];
    const numbers = (drag ? scene.sweptGuesses : scene.guesses).row(...index);
    const odds = (drag ? scene.sweptOdds : scene.odds).row(...index);
    const last = numbers.length - 1;
    const found = [...numbers].map((n, k) => [n, odds[k], n === numbers[last]]);
    return found.slice(0, last).some((guess) => guess[2]) ? found.slice(0, last) : found;
  }

  guess(symbol, odds, right) {
    return `probability that ${this.scene.alphabet[symbol]} comes next: ${percent(odds)}${right ? ", the right one" : ""}`;
  }

  // A gate's bars stand on the floor, 0 … 1; all others leave a middle line.
  gate(name) {
    return this.scene.gates.includes(name);
  }

  role(name) {
    return this.scene.about[name][2];
  }

  // The hold on a gate at a step: null, or the value with the unit (-1: all).
  held(name, t) {
    const { scene, drag } = this;
    const k = scene.gates.indexOf(name);
    if (k < 0) return null;
    const value = drag?.gate === k ? scene.positions[drag.position] : scene.held[k];
    const [first, end] = scene.heldSteps;
    return value === null || t < first || t >= end ? null : { value, unit: scene.heldUnit };
  }

  // A symbol with its step: "c_{t-1}" at the third step is c_2.
  symbol(name, t) {
    return at(this.scene.about[name][0], t);
  }

  words(name, t, unit) {
    const where = t < 0 ? "before the first step" : `step ${t + 1}`;
    return `${this.scene.about[name][1]}, ${where}, unit ${unit + 1}: ${show(this.row(name, t)[unit])}`;
  }

  // "f_3[2] = 0.71"
  digits(name, t, unit) {
    return `${plain(this.symbol(name, t))} [${unit + 1}] = ${show(this.row(name, t)[unit])}`;
  }

  // The number that opens when one of a row is pressed: the parts of a state open the state.
  selection(name, t, unit) {
    return `trace.${this.scene.opens[name] ?? name}.${t}.${unit}`;
  }
}

export function at(latex, t) {
  return latex.replaceAll("{t-1}", `{${t}}`).replaceAll("_t", `_{${t + 1}}`).replaceAll("_{t}", `_{${t + 1}}`);
}
