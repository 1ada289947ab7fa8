// Where a gate comes from: products flow into a sum, and σ turns the sum into a valve.
// The slider moves the sum; all its places are here already.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { Slider, nearest } from "../shared/slider.js";
import { Answer } from "./answer.js";
import { sumPicture } from "./sum.js";

class Origin {
  constructor(root) {
    set(root, { role: "group", "aria-label": "where a gate comes from" });
    this.steps = html("div", { role: "group", "aria-label": "step" });
    this.units = html("div", { role: "group", "aria-label": "unit" });
    const places = html("div", { class: "o-places" }, name("reading"), this.steps, name("unit"), this.units);
    this.slider = new Slider({
      latex: "a",
      words: "the sum",
      role: "f",
      ticks: [[-8, "−8"], [-4, "−4"], [0, "0"], [4, "4"], [8, "8"]],
      input: (k) => this.#move(k),
      release: (k) => this.host.trigger("sum", this.scene.slider.sums[k]),
    });
    this.back = html("button", { type: "button", class: "u-chip" }, "the network’s own sum");
    this.back.addEventListener("click", () => {
      this.#move(null);
      this.host.trigger("sum", "own");
    });
    this.left = html("div", { class: "o-inputs" });
    this.box = html("div");
    const tools = html("div", { class: "o-tools" }, this.slider.node, this.back);
    const right = html("div", { class: "o-answer" }, tools, this.box);
    const title = html("p", { class: "u-title" }, "The sum can be any number; σ makes a share of it, tanh does not");
    root.append(title, places, html("div", { class: "o-both" }, this.left, right));
    this.both = root.lastChild;
    this.resize = new ResizeObserver(() => this.#build());
    this.resize.observe(this.left);
    this.resize.observe(this.box);
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    this.#choices();
    if (!this.slider.held) {
      const { sums, texts } = scene.slider;
      this.index = scene.at === null ? null : nearest(sums, scene.at);
      this.slider.update(sums, texts, nearest(sums, scene.at ?? scene.own.sums[0]));
    }
    this.widths = null;
    this.#build();
  }

  destroy() {
    this.slider.destroy();
    this.resize.disconnect();
  }

  #choices() {
    const { letters, units, step, unit } = this.scene;
    const chosen = (t, j) => this.host.trigger("place", [t, j]);
    fill(this.steps, letters.length, (t) => [letters[t], `step ${t + 1}, reads ${letters[t]}`, t === step, () => chosen(t, this.scene.unit)]);
    fill(this.units, units, (j) => [String(j + 1), `unit ${j + 1}`, j === unit, () => chosen(this.scene.step, j)]);
  }

  #build() {
    const widths = [this.left.clientWidth, this.box.clientWidth];
    if (!this.scene || !widths[0] || !widths[1] || String(widths) === this.widths) return;
    this.widths = String(widths);
    const had = this.both.getRootNode().activeElement?.getAttribute("aria-label");
    const [sum, gate] = this.scene.sels;
    this.answer = new Answer(this.scene, widths[1], () => this.host.trigger("open", gate));
    this.left.replaceChildren(sumPicture(this.scene, widths[0], () => this.host.trigger("open", sum)));
    this.box.replaceChildren(this.answer.node);
    if (had) [...this.both.querySelectorAll("[role=button]")].find((node) => node.getAttribute("aria-label") === had)?.focus();
    this.#move(this.index);
  }

  // The place of the slider with this index; null for the network's own sum.
  #move(index) {
    this.index = index;
    const { own, slider } = this.scene;
    const [from, k] = index === null ? [own, 0] : [slider, index];
    if (index === null) {
      this.slider.update(slider.sums, slider.texts, nearest(slider.sums, own.sums[0]));
      this.slider.write(own.texts[0]);
    }
    set(this.back, { "aria-pressed": String(index === null) });
    this.both.classList.toggle("o-aside", index !== null);
    this.answer.draw({
      a: from.sums[k],
      text: from.texts[k],
      functions: from.functions.map((fn) => ({
        y: fn.y.at(k),
        slope: fn.slope.at(k),
        digits: fn.digits[k],
        slopes: fn.slopes[k],
        amount: fn.amounts[k],
      })),
    });
  }
}

const name = (words) => html("span", { class: "o-name", "aria-hidden": "true" }, words);

// As many buttons as there are places; each keeps its element, and with it the focus.
function fill(box, count, tell) {
  while (box.children.length > count) box.lastChild.remove();
  for (let k = 0; k < count; k++) {
    if (!box.children[k]) {
      const made = html("button", { type: "button", class: "u-chip" });
      made.addEventListener("click", () => made.press());
      box.append(made);
    }
    const [text, label, pressed, press] = tell(k);
    set(box.children[k], { text, "aria-label": label, "aria-pressed": String(pressed) });
    box.children[k].press = press;
  }
}

export default mount(Origin);
