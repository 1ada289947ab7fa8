// The same input twice: the decoder is fed with what is right, or with what it wrote itself.

import { mount } from "../shared/mount.js";
import { html } from "../shared/svg.js";
import { Stage } from "../shared/stage.js";
import { copyOf, frame, otherOf } from "./layout.js";
import { Picture } from "./picture.js";

class Forcing extends Stage {
  constructor(root) {
    const place = html("div");
    super(root, "teacher forcing and free running", place);
    this.says = html("p", { class: "u-title k-says", "aria-live": "polite" });
    this.counts = html("p", { class: "u-muted k-counts" });
    place.prepend(this.says, this.counts);
    this.reset = html("button", { type: "button", class: "u-chip k-reset" }, "Let it write its own guess again");
    this.reset.addEventListener("click", () => this.#write(null));
    this.frame.addEventListener("scroll", () => this.picture?.scrolled(this.frame.scrollLeft));
    this.transport.bar.before(this.reset);
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    this.width = 0;
    if (this.begins(scene)) {
      this.other = scene.view.other;
      this.atEnd = scene.view.step >= this.#steps() - 1;
      this.build();
      this.transport.setLength(this.#steps(), scene.view.step);
    } else {
      if (scene.input !== this.input) this.other = ""; // what was written by hand, was for another input
      this.build();
      this.#fit();
    }
    this.input = scene.input;
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    this.f = frame(this.scene, width);
    this.#make();
  }

  // Steps of what is shown: other choices may have more, and the columns have room for them.
  #steps() {
    const chosen = otherOf(this.other, this.scene.choices);
    const { right, free, choices } = this.scene;
    return Math.max(right ? right.length : 0, free.lengths[chosen ? copyOf(choices, ...chosen) : 0]);
  }

  #fit() {
    const steps = this.#steps();
    this.transport.setLength(steps, this.atEnd ? steps - 1 : undefined);
  }

  #make() {
    const chosen = otherOf(this.other, this.scene.choices);
    this.copy = chosen ? copyOf(this.scene.choices, ...chosen) : 0;
    this.chosen = chosen;
    this.picture = new Picture(this.scene, this.f, this.copy, chosen, {
      open: (lane, sel) => this.host.state("open", [lane, sel]),
      write: (step, rank) => this.#write(rank === 0 ? null : [step, rank]),
    });
    this.frame.replaceChildren(this.picture.node);
    this.picture.scrolled(this.frame.scrollLeft);
    this.reset.hidden = !chosen;
    [this.says.textContent, this.counts.textContent] = this.#words();
    this.picture.draw(Math.min(this.transport.frame, this.#steps() - 1), this.transport.progress);
  }

  #words() {
    const { scene, copy, chosen } = this;
    const { free, forced, right, labels } = scene;
    const write = (lane, c) => Array.from({ length: lane.lengths[c] }, (_, t) => labels[lane.written.at(t, c)]).filter((label) => label !== labels.at(-1)).join(" ") || "nothing";
    const hand = chosen ? `With ${labels[scene.choices[chosen[0]][chosen[1]]]} written by hand at step ${chosen[0] + 1}, free running gives ` : "Free running gives ";
    if (!right) return [`${hand}${write(free, copy)}`, "Nothing says what is right, so that nothing is judged."];
    const away = scene.distance[copy];
    const count = (lane, c) => lane.count.at(lane.lengths[c] - 1, c);
    const errors = (n) => (n === 1 ? "1 wrong symbol" : `${n} wrong symbols`);
    const changes = away === 0 ? "that is right" : `${away} ${away === 1 ? "change" : "changes"} away from what is right`;
    const told = forced ? `teacher forced, ${errors(count(forced, 0))} in ${right.length} guesses; ` : "";
    return [`${hand}${write(free, copy)}: ${changes}`, `Position by position: ${told}running freely, ${errors(count(free, copy))} in ${free.lengths[copy]}.`];
  }

  #write(chosen) {
    this.other = chosen ? `${chosen[0] + 1}.${chosen[1] + 1}` : "";
    this.#make();
    this.#fit();
    this.host.state("other", this.other);
  }

  draw(step, progress) {
    if (!this.picture) return;
    this.picture.draw(step, progress);
    this.keepInView(this.f.x(Math.min(step, this.f.T - 1)), this.f.column);
  }

  rest(step) {
    const last = this.#steps() - 1;
    this.atEnd = step === last;
    this.host.state("step", [step, last]);
  }

  frameName(step) {
    const { scene } = this;
    const of = `step ${step + 1} of ${this.#steps()}`;
    if (!scene.right || step >= scene.right.length) return of;
    return `${of}: right is ${scene.labels[scene.right[step]]}`;
  }

  duration() {
    return 1300;
  }
}

export default mount(Forcing);
