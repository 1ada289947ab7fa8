// Sliders that hold gates, and where the holds act. A drag is reported position by position to
// the scene, which looks the outcome up; the page is told once, on release.

import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";

export class Holds {
  // to.drag(gate, position), to.hold(gate, value or null), to.preset(name), to.scope(unit, steps)
  constructor(scene, to) {
    this.to = to;
    this.node = html("div", { class: "g-holds", role: "group", "aria-label": "hold gates" });
    const presets = html("div", { class: "g-presets", role: "group", "aria-label": "presets" });
    this.presets = scene.presets.map(([name, text, title]) => {
      const button = html("button", { type: "button", text, title });
      button.addEventListener("click", () => to.preset(name));
      presets.append(button);
      return { name, button };
    });
    this.sliders = scene.gates.map((gate, k) => this.#slider(gate, k, scene.about[gate]));
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
      set(this.sliders[k].range, { max: scene.positions.length - 1 });
      if (this.pressed !== gate) this.show(k, scene.held[k]);
    });
    this.#press(scene.preset);
    this.#options(scene);
  }

  // While slider k is dragged, here or in the picture.
  move(k, place) {
    this.show(k, this.scene.positions[place]);
    this.#press(null);
    this.to.drag(k, place);
  }

  // Slider k as held at `value`, or free where it is null.
  show(k, value) {
    const { range, said, toggle, box } = this.sliders[k];
    const { means, free, positions } = this.scene;
    const place = nearest(positions, value ?? means[k]);
    if (Number(range.value) !== place) range.value = place;
    const text = value === null ? free[k] : `held at ${show(value)}`;
    set(said, { text });
    set(range, { "aria-valuetext": text });
    set(toggle, { "aria-checked": String(value !== null) });
    box.classList.toggle("g-on-hold", value !== null);
  }

  #press(now) {
    for (const { name, button } of this.presets) set(button, { "aria-pressed": String(name === now) });
  }

  #slider(gate, k, [latex, words, role]) {
    const name = html("span", { class: "g-name" }, htmlMath(latex.replace("_t", "")), ` ${words}`);
    const said = html("output", {});
    const range = html("input", { type: "range", min: 0, step: 1, "aria-label": `hold the ${words}` });
    const toggle = html("button", { type: "button", role: "switch", class: "g-switch", "aria-label": `hold the ${words}` }, html("i", {}));
    const value = () => this.scene.positions[Number(range.value)];
    range.addEventListener("input", () => this.move(k, Number(range.value)));
    range.addEventListener("pointerdown", () => (this.pressed = gate));
    for (const end of ["pointerup", "pointercancel"]) range.addEventListener(end, () => (this.pressed = ""));
    range.addEventListener("change", () => this.to.hold(gate, value()));
    toggle.addEventListener("click", () => {
      const held = toggle.getAttribute("aria-checked") === "true";
      this.show(k, held ? null : value());
      if (!held) this.to.drag(k, Number(range.value));
      this.to.hold(gate, held ? null : value());
    });
    const box = html("div", { class: "g-slider", style: `--q: var(--u-${role})` });
    box.append(html("div", {}, toggle, name, said), range);
    return { box, said, range, toggle };
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
