// The mixing valve: one handle, at z of the chosen unit, lets in 1 − z of the old state and z of
// the candidate.

import { pressable, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { part as share } from "../shared/ease.js";
import { words } from "../machine/pieces.js";
import { pipes, shape } from "./valve_shape.js";

export class Valve {
  constructor(part, { view, open, turn }) {
    Object.assign(this, { part, turn });
    const { x, y, bore } = part;
    const still = pipes(part);
    const path = (className, d = null) => svg("path", { class: className, d });
    const [old, fresh, role] = [part.old, part.fresh, part.share].map((row) => `g-${view.role(row)}`);
    const streams = Object.entries({ old, fresh, oldOut: old, freshOut: fresh }).map(([name, colour]) => (this[name] = path(`g-stream ${colour}`)));
    this.plate = path(`g-plate ${role}`);
    this.stem = path(`g-stem ${role}`);
    const knob = path(role, `M${x - 20} -8h38l8 8-8 8h-38z`); // to take hold of; its tip points at the scale
    this.digits = words([x - 30, 6], "end", "g-digits");
    this.whose = words([x - 30, 25], "end", "u-muted");
    this.handle = svg("g", { class: "g-handle" }, svg("rect", { class: "g-hit", x: x - 88, y: -18, width: 118, height: 36, rx: 6 }), knob, this.digits, this.whose);
    pressable(this.handle, "", () => this.turned || open(part.share, this.t, this.unit));
    this.#listen();
    const above = y - bore / 2 - 10;
    this.rest = words([x - 18, above], "end", "g-digits");
    this.symbol = words([x - 80, above], "end");
    this.node = svg("g", {}, path("g-pipe", still.walls), svg("rect", { class: "g-slit", rx: 6, ...still.guide }), path("g-scale", still.scale),
      ...streams, this.plate, this.stem, this.handle, this.symbol, this.rest);
    ["0 old", "1 new"].forEach((label, k) => this.node.append(words(still.ends[k], "start", "u-muted", label)));
  }

  // The handle follows the hand, up and down, where a hold acts on what it shows; a press that does
  // not move opens the number.
  #listen() {
    let from = null; // where the hand took hold: its height, and the place of the sweep
    let place = null;
    this.handle.addEventListener("pointerdown", (event) => {
      const { scene } = this.view;
      const [first, end] = scene.heldSteps;
      const acts = this.there && this.t >= first && this.t < end && [-1, this.unit].includes(scene.heldUnit);
      const z = this.view.row(this.part.share, this.t)[this.unit];
      this.turned = false;
      if (!acts || event.button) return;
      const { height } = this.handle.ownerSVGElement.getBoundingClientRect();
      const pixels = (height / this.handle.ownerSVGElement.viewBox.baseVal.height) * this.part.bore;
      from = { y: event.clientY, at: z, pixels };
      this.handle.setPointerCapture(event.pointerId);
    });
    this.handle.addEventListener("pointermove", (event) => {
      if (!from || (!this.turned && Math.abs(event.clientY - from.y) < 4)) return;
      const last = this.view.scene.positions.length - 1;
      const share = from.at + (event.clientY - from.y) / from.pixels;
      place = Math.round(Math.max(0, Math.min(1, share)) * last);
      this.turned = true;
      this.turn(this.part.share, place, false);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.handle.addEventListener(end, () => {
        if (from && this.turned) this.turn(this.part.share, place, true);
        from = null;
      });
    }
  }

  draw({ view, t, phase, progress, unit }) {
    const { part } = this;
    const on = (from, to) => (phase < part.phase ? 0 : phase > part.phase ? 1 : share(progress, from, to));
    const now = view.row(part.share, t)[unit];
    const before = t > 0 ? view.row(part.share, t - 1)[unit] : 0.5;
    const turned = on(0, 0.25);
    const z = before + (now - before) * turned;
    const [inside, outside] = [on(0.3, 0.6), on(0.6, 0.8)];
    const key = `${z}/${now}/${inside}/${outside}/${t}/${unit}`;
    this.view = view;
    if (key === this.key) return;
    if (this.t !== t) svgMath(this.symbol, view.symbol(part.rest, t), 18);
    const there = turned === 1; // until then it stands as the last step left it
    Object.assign(this, { key, t, unit, there });
    set(this.whose, { text: `unit ${unit + 1}` });
    const at = shape(part, Number.isFinite(z) ? z : 0);
    for (const name of ["plate", "stem", "old", "fresh", "oldOut", "freshOut"]) set(this[name], { d: at[name] });
    for (const name of ["old", "fresh"]) set(this[name], { opacity: inside });
    for (const name of ["oldOut", "freshOut"]) set(this[name], { opacity: outside });
    set(this.handle, { transform: `translate(0 ${at.knob})` });
    const rest = show(view.row(part.rest, t)[unit]);
    set(this.digits, { text: there ? show(now) : "" });
    set(this.rest, { text: there ? rest : "" });
    const says = there ? `${show(now)} of the candidate, ${rest} of the old state` : "as the last step left it";
    set(this.handle, { "aria-label": `mixing valve, unit ${unit + 1}: ${says}` });
  }
}
