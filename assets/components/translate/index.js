// Encoder and decoder: one network reads, its last states are the message, another one writes.

import { mount } from "../shared/mount.js";
import { html, svg } from "../shared/svg.js";
import { percent } from "../shared/numbers.js";
import { Stage } from "../shared/stage.js";
import { palette } from "../compare/palette.js";
import { count, frame, positionOf, stageOf } from "./layout.js";
import { Picture } from "./picture.js";

class Translate extends Stage {
  constructor(root) {
    const place = html("div");
    super(root, "encoder and decoder", place);
    this.heading = html("p", { class: "u-title e-heading" });
    place.prepend(this.heading);
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    this.heading.textContent = scene.title;
    this.width = 0;
    const frames = count(scene.source.length, scene.fed.length);
    if (this.begins(scene)) {
      this.selected = [scene.view.part, scene.view.sel];
      this.atEnd = scene.view.step >= frames - 1;
      this.build();
      this.transport.setLength(frames, scene.view.step);
    } else {
      this.build();
      this.transport.setLength(frames, this.atEnd ? frames - 1 : undefined);
    }
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    this.picture = new Picture(this.scene, frame(this.scene, width), {
      tip: this.tip,
      colours: palette(this.root),
      select: (part, sel) => this.select(part, sel),
    });
    this.picture.node.prepend(arrowHead());
    this.frame.replaceChildren(this.picture.node);
    this.picture.select(...this.selected);
    const frames = count(this.scene.source.length, this.scene.fed.length);
    this.picture.draw(Math.min(this.transport.frame, frames - 1), this.transport.progress);
  }

  draw(step, progress) {
    if (!this.picture) return;
    this.picture.draw(step, progress);
    const { f } = this.picture;
    const { act, at } = stageOf(step, f.S);
    this.keepInView(act === "read" ? f.source(at) : act === "message" ? f.message : f.target(at), 100);
  }

  rest(step) {
    this.atEnd = step === this.transport.length - 1;
    this.host.state("step", step);
  }

  frameName(step) {
    const { source, fed, labels, ranked, probabilities, encoder } = this.scene;
    const { act, at } = stageOf(step, source.length);
    if (act === "message") return "the last states are the message";
    if (act === "write") {
      const best = ranked[at][0];
      return `writes ${labels[best]}, ${percent(probabilities.at(at, best))} (${at + 1} of ${fed.length})`;
    }
    const other = encoder.length > 1 ? `, and ${source[positionOf(1, at, source.length)]} from the other end` : "";
    return `reads ${source[at]}${other} (${at + 1} of ${source.length})`;
  }

  duration(step) {
    return stageOf(step, this.scene.source.length).act === "read" ? 900 : 1500;
  }

  select(part, sel) {
    this.selected = [part, sel];
    this.picture.select(part, sel);
    this.host.state("open", this.selected);
  }
}

function arrowHead() {
  const marker = svg("marker", { id: "e-head", viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" });
  marker.append(svg("path", { class: "e-head", d: "M0 0 8 4 0 8z" }));
  return svg("defs", {}, marker);
}

export default mount(Translate);
