// Attention: the map of weights, filling as the decoder writes, beside the network whose arcs are
// those weights; under both one cell, opened.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { Stage } from "../shared/stage.js";
import { Findings } from "./findings.js";
import { WeightMap, legend } from "./map.js";
import { Net } from "./net.js";
import { Opened } from "./opened.js";
import { nodeX } from "./layout.js";


class Attending extends Stage {
  constructor(root) {
    const network = html("div", { class: "a-network" });
    super(root, "attention", network);
    this.title = html("p", { class: "u-title a-title", "aria-live": "polite" });
    const calls = { tip: this.tip, says: (t, s) => this.#says(t, s), choose: (t, s, wait) => this.select(t, s, wait), hot: (t, s) => this.#point(t, s) };
    this.calls = calls;
    this.map = new WeightMap(calls);
    this.place = html("div", { class: "a-place" }, this.map.node, legend());
    this.findings = new Findings((finding) => this.#outline(finding));
    this.opened = new Opened({
      choose: (t, s) => this.select(t, s),
      unit: (unit) => this.host.state("unit", unit),
      open: (what) => this.host.trigger("sel", what),
    });
    root.prepend(this.title, html("div", { class: "a-both" }, network, this.place), this.findings.node, this.opened.node);
    this.resize.observe(this.place);
  }

  update(scene, host) {
    this.host = host;
    const same = this.scene?.id === scene.id;
    const fresh = this.begins(scene);
    this.scene = scene;
    const rows = scene.outputs.length;
    if (fresh) this.wanted = { t: scene.view.t, s: scene.view.s };
    if (!same || fresh) {
      this.widths = "";
      this.#fit();
      this.findings.build(scene.findings);
      this.build();
      this.transport.setLength(rows + 1, fresh ? Math.min(rows, scene.view.step) : rows);
      this.redraw();
    }
    this.opened.update(scene, this.t, this.s, fresh);
  }

  destroy() {
    clearTimeout(this.telling);
    this.opened.destroy();
    super.destroy();
  }

  // For the transport -----------------------------------------------------------------

  draw(frame, progress) {
    if (!this.net) return;
    this.net.draw(frame, progress);
    this.map.draw(frame, progress);
    set(this.title, { text: this.#message(frame, progress) });
    if (frame > 0) this.keepInView(nodeX(this.net.f.outputs, frame - 1), 50);
  }

  frameName(frame) {
    const { outputs, inputs, kinds } = this.scene;
    if (frame === 0) return `${inputs.length} ${kinds[0]}s read`;
    return `step ${frame} of ${outputs.length}: ${outputs[frame - 1]}`;
  }

  duration(frame) {
    return frame === 0 ? 400 : 1100;
  }

  rest(frame) {
    this.host.state("step", frame);
  }

  // Own ---------------------------------------------------------------------------------

  select(t, s, wait = 0) {
    if (t === this.t && s === this.s) return;
    [this.t, this.s] = [t, s];
    this.wanted = { t, s };
    this.map.select(t, s);
    this.opened.wait(t, s);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.host.state("cell", `${t}.${s}`), wait);
  }

  build() {
    const width = this.frame.clientWidth;
    const room = this.place.clientWidth;
    const widths = `${width} ${room}`;
    if (!this.scene || !width || !room || widths === this.widths) return;
    this.widths = widths;
    this.net = new Net(this.scene, width, this.calls);
    this.frame.replaceChildren(this.net.node);
    this.map.build(this.scene, room);
    const { outputs, guesses, forced } = this.scene;
    this.map.relabel(outputs, outputs.map((right, t) => forced && guesses[t] !== right));
    this.map.select(this.t, this.s);
    this.findings.close();
    this.redraw();
  }

  // The cell that was chosen last, or the nearest that there is: Python picks it alike. Where no
  // input was chosen, it is the one that the row looks at most.
  #fit() {
    const { outputs, inputs, at } = this.scene;
    this.t = Math.min(this.wanted.t, outputs.length - 1);
    this.s = this.wanted.s < 0 ? at[this.t] : Math.min(this.wanted.s, inputs.length - 1);
  }

  #says(t, s) {
    const { outputs, names, weights, forced, guesses } = this.scene;
    const other = forced && guesses[t] !== outputs[t] ? `, though alone it would write ${guesses[t]}` : "";
    return `${outputs[t]} looks at ${names[s]}: ${show(weights.at(t, s))}${other}`;
  }

  #point(t, s) {
    this.net?.mark(t, s);
    this.map.mark(t, s);
  }

  #outline(finding) {
    const last = Math.max(0, ...(finding?.cells ?? []).map(([t]) => t + 1));
    if (last > this.transport.frame) this.transport.go(last);
    this.map.outline(finding?.cells ?? [], finding?.columns ?? []);
  }

  #message(frame, progress) {
    const { inputs, names, outputs, weights, at, kinds, guesses, forced, ended, summary } = this.scene;
    if (frame === 0) return `Nothing is written yet: all ${inputs.length} encoder states stand ready`;
    const t = frame - 1;
    if (frame === outputs.length && ended && progress === 1 && summary) return summary;
    if (progress < 0.75) return `Step ${frame}: the decoder looks`;
    const looks = `${outputs[t]} looks most at ${names[at[t]]}: weight ${show(weights.at(t, at[t]))}`;
    if (forced && guesses[t] !== outputs[t]) return `${looks}; left alone, it would write ${guesses[t]}`;
    return frame === outputs.length && !ended ? `${looks}; stopped after ${frame} ${kinds[1]}s without an end` : looks;
  }
}

export default mount(Attending);
