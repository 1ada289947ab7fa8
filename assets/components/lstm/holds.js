// Sliders that hold gates, and where the holds act. A drag is reported position by position to
// the scene, which looks the outcome up; the page is told once, on release.

import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";

const PRESETS = {
  free: ["free", "all gates as the network sets them"],
  keep: ["keep all", "forget gate 1, input gate 0"],
  forget: ["forget all", "forget gate 0"],
  shut: ["output shut", "output gate 0"],
  coupled: ["coupled", "input gate = 1 − forget gate"],
};

export class Holds {
  // to.drag(gate, position), to.hold(gate, value or null), to.preset(name), to.scope(unit, steps)
  constructor(to) {
    this.to = to;
    this.node = html("div", { class: "g-holds", role: "group", "aria-label": "hold gates" });
    const presets = html("div", { class: "g-presets", role: "group", "aria-label": "presets" });
    this.presets = Object.entries(PRESETS).map(([name, [text, title]]) => {
      const button = html("button", { type: "button", text, title });
      button.addEventListener("click", () => to.preset(name));
      presets.append(button);
      return { name, button };
    });
    this.sliders = ["f", "i", "o"].map((gate, k) => this.#slider(gate, k));
    this.scope = html("details", { class: "g-scope" });
    this.summary = html("summary", {});
    this.units = html("select", { "aria-label": "units that are held" });
    this.steps = html("select", { "aria-label": "steps that are held" });
    for (const select of [this.units, this.steps]) {
      select.addEventListener("change", () => to.scope(Number(this.units.value), this.steps.value));
    }
    this.scope.append(this.summary, html("div", {}, this.units, this.steps));
    this.node.append(presets, html("div", { class: "g-sliders" }, ...this.sliders.map((s) => s.box)), this.scope);
  }

  update(scene) {
    this.scene = scene;
    scene.gates.forEach((gate, k) => {
      const { name, range } = this.sliders[k];
      name.replaceChildren(htmlMath(gate), ` ${scene.about[gate][1]}`);
      set(range, { max: scene.positions.length - 1, "aria-label": `hold the ${scene.about[gate][1]}` });
      set(this.sliders[k].toggle, { "aria-label": `hold the ${scene.about[gate][1]}` });
      if (this.pressed !== gate) this.show(k, scene.held[k]);
    });
    this.#press(this.#preset(scene));
    this.#options(scene);
  }

  // Slider k as held at `value`, or free where it is null.
  show(k, value) {
    const { range, said, toggle, box } = this.sliders[k];
    const { means, coupled, gates, positions } = this.scene;
    const place = nearest(positions, value ?? means[k]);
    if (Number(range.value) !== place) range.value = place;
    const free = coupled && gates[k] === "i" ? "free: 1 − f" : `free, mean ${show(means[k])}`;
    const text = value === null ? free : `held at ${show(value)}`;
    set(said, { text });
    set(range, { "aria-valuetext": text });
    set(toggle, { "aria-checked": String(value !== null) });
    box.classList.toggle("g-on-hold", value !== null);
  }

  #press(now) {
    for (const { name, button } of this.presets) set(button, { "aria-pressed": String(name === now) });
  }

  #slider(gate, k) {
    const name = html("span", { class: "g-name" });
    const said = html("output", {});
    const range = html("input", { type: "range", min: 0, step: 1 });
    const toggle = html("button", { type: "button", role: "switch", class: "g-switch" }, html("i", {}));
    const value = () => this.scene.positions[Number(range.value)];
    range.addEventListener("input", () => {
      this.show(k, value());
      this.#press(null);
      this.to.drag(k, Number(range.value));
    });
    range.addEventListener("pointerdown", () => (this.pressed = gate));
    for (const end of ["pointerup", "pointercancel"]) range.addEventListener(end, () => (this.pressed = ""));
    range.addEventListener("change", () => this.to.hold(gate, value()));
    toggle.addEventListener("click", () => {
      const held = toggle.getAttribute("aria-checked") === "true";
      this.show(k, held ? null : value());
      if (!held) this.to.drag(k, Number(range.value));
      this.to.hold(gate, held ? null : value());
    });
    const box = html("div", { class: "g-slider", style: `--q: var(--u-${gate})` });
    box.append(html("div", {}, toggle, name, said), range);
    return { box, name, said, range, toggle };
  }

  #preset({ held: [f, i, o], coupled }) {
    const is = (...wanted) => [f, i, o].every((value, k) => value === wanted[k]);
    if (coupled) return is(null, null, null) ? "coupled" : null;
    if (is(null, null, null)) return "free";
    if (is(1, 0, null)) return "keep";
    if (is(0, null, null)) return "forget";
    return is(null, null, 0) ? "shut" : null;
  }

  #options({ units, symbols, heldUnit, scope }) {
    const option = (value, text) => html("option", { value, text });
    const fill = (select, options, value) => {
      select.replaceChildren(...options);
      select.value = value;
    };
    const each = Array.from({ length: units }, (_, k) => option(k, `unit ${k + 1}`));
    fill(this.units, [option(-1, "all units"), ...each], String(heldUnit));
    const only = symbols.map((letter, t) => option(`${t + 1}`, `step ${t + 1} (${letter}) only`));
    const from = symbols.slice(1).map((letter, t) => option(`${t + 2}-`, `from step ${t + 2} (${letter}) on`));
    fill(this.steps, [option("", "all steps"), ...from, ...only], scope);
    const text = [this.units, this.steps].map((select) => select.selectedOptions[0].textContent).join(", ");
    set(this.summary, { text: `Holds act on ${text}` });
  }
}

function nearest(positions, value) {
  let best = 0;
  positions.forEach((p, k) => {
    if (Math.abs(p - value) < Math.abs(positions[best] - value)) best = k;
  });
  return best;
}
