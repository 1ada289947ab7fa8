// The learning procedure at four zooms: each picture's box becomes a cell of the next one.

import { easeInOut } from "../shared/ease.js";
import { mount } from "../shared/mount.js";
import { html, set, svg } from "../shared/svg.js";
import { Stage } from "../shared/stage.js";
import { heads } from "./draw.js";
import { PHASES, ZOOMS, batchWidth, box, counts, frame, members, pieceAt, pieceWidth, zooming } from "./layout.js";
import { StepPicture } from "./step.js";
import { PiecePicture } from "./piece.js";
import { BatchPicture } from "./batch.js";
import { EpochPicture } from "./epoch.js";

const TURN = 650; // ms of one zoom
const END = 99; // what the page calls the last frame
const NAMES = ["one step", "one sub-sequence", "one minibatch", "one epoch"];
const LASTS = [900, 800, 900, 700]; // ms of a frame at each zoom

class Procedure extends Stage {
  constructor(root) {
    const place = html("div");
    const title = html("p", { class: "u-title" });
    const cards = html("div", { class: "l-cards", role: "group", "aria-label": "zoom" });
    root.append(title, cards);
    super(root, "the learning procedure", place);
    Object.assign(this, { title, zoom: 0 });
    this.cards = NAMES.map((name, z) => {
      const says = html("span", { class: "l-counts" });
      const card = html("button", { type: "button", class: "l-card" }, html("b", {}, name), says);
      card.addEventListener("click", () => this.#zoomTo(z));
      cards.append(card);
      return { card, says };
    });
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    this.width = 0;
    if (this.begins(scene)) {
      const { zoom, name, step, frame: at } = scene.view;
      this.zoom = ZOOMS.indexOf(zoom);
      this.at = { name, step };
      this.wanted = at;
    } else this.wanted = this.#told();
    this.live = false; // the transport still stands where the last scene ended
    this.#fit();
    this.#stop();
    this.build();
    this.#start(this.wanted);
  }

  destroy() {
    this.#stop();
    super.destroy();
  }

  // For the transport ------------------------------------------------------------------------

  draw(at, progress) {
    if (!this.picture) return;
    if (this.zoom === 0 && this.live) this.at.step = this.picture.place.start + Math.floor(at / PHASES);
    this.picture.draw(Math.min(at, this.picture.count - 1), progress);
    if (this.zoom === 0) this.#count();
  }

  rest() {
    this.#tell();
  }

  frameName(at) {
    return this.picture?.name(Math.min(at, this.picture.count - 1)) ?? "";
  }

  duration() {
    return LASTS[this.zoom];
  }

  build() {
    if (!this.scene) return;
    const width = this.frame.clientWidth;
    if (!width || width === this.width) return;
    this.width = width;
    this.#stop();
    this.#prepare(width);
    this.picture = this.#make(this.zoom);
    this.canvas.replaceChildren(heads(), this.picture.node);
    this.#count();
    this.redraw();
  }

  // Places -------------------------------------------------------------------------------------

  // A place that the data have: a shorter text may have no such step.
  #fit() {
    const { names } = this.scene;
    this.at.name = Math.min(names.length - 1, Math.max(0, this.at.name));
    this.at.step = Math.min(names[this.at.name].letters.length - 1, Math.max(0, this.at.step));
  }

  #piece() {
    const { names, length } = this.scene;
    return pieceAt(names[this.at.name].letters.length, length, this.at.step);
  }

  get #minibatch() {
    return this.scene.names[this.at.name].minibatch;
  }

  #prepare(width) {
    const { names, order, batchSize, length } = this.scene;
    const narrow = frame(width).narrow;
    const lengths = members(order, batchSize, this.#minibatch).map((n) => names[n].letters.length);
    this.f = frame(width, Math.max(pieceWidth(this.#piece().size, narrow), batchWidth(lengths, length, narrow)));
    this.canvas = svg("svg", { width: this.f.width, height: this.f.height, viewBox: `0 0 ${this.f.width} ${this.f.height}` });
    this.frame.replaceChildren(this.canvas);
  }

  #make(zoom) {
    const { scene, f } = this;
    const { start, size } = this.#piece();
    const place = { name: this.at.name, start, size };
    if (zoom === 0) return new StepPicture(scene, f, place, (sel) => this.#open(sel));
    if (zoom === 1) return new PiecePicture(scene, f, place, (step) => this.#zoomTo(0, this.at.name, step));
    if (zoom === 2) return new BatchPicture(scene, f, this.#minibatch, (name, step) => this.#zoomTo(1, name, step));
    return new EpochPicture(scene, f, (m) => this.#zoomTo(2, members(scene.order, scene.batchSize, m)[0], 0));
  }

  // The cell of what is chosen in the picture of a zoom.
  #cell(zoom, picture) {
    const { name, step } = this.at;
    return [null, () => picture.cell(step), () => picture.cell(name, step), () => picture.cell(this.#minibatch)][zoom]();
  }

  #count() {
    const { names, order, batchSize, length, titles } = this.scene;
    set(this.title, { text: titles[this.zoom] });
    counts(names, order, batchSize, length, this.at).forEach(([steps, losses, updates], z) => {
      const { card, says } = this.cards[z];
      set(says, { text: [many(steps, "step", "steps"), many(losses, "loss", "losses"), many(updates, "update", "updates")].join(", ") });
      set(card, { "aria-pressed": String(z === this.zoom) });
    });
  }

  // Where the scene stands, as the page says it.
  #told() {
    const { frame: at, length } = this.transport;
    if (this.zoom === 0) return at % PHASES === PHASES - 1 ? END : at % PHASES;
    return at >= length - 1 ? END : at;
  }

  #start(at) {
    const last = this.picture?.count - 1;
    if (!this.picture) return;
    const first = PHASES * (this.at.step - this.#piece().start);
    const to = this.zoom === 0 ? first + Math.min(at, PHASES - 1) : Math.min(at, last);
    this.live = true;
    this.transport.setLength(last + 1, to);
    this.#count();
    this.redraw();
  }

  #tell() {
    this.host.state("place", [this.zoom, this.at.name, this.at.step, this.#told()]);
  }

  #open(sel) {
    this.host.trigger("open", sel);
  }

  // Zooming -------------------------------------------------------------------------------------

  #zoomTo(zoom, name = this.at.name, step = this.at.step) {
    if (zoom === this.zoom && name === this.at.name && step === this.at.step) return;
    this.transport.pause(false);
    this.#stop();
    this.at = { name, step };
    this.live = false;
    this.#hop(zoom);
  }

  #hop(goal) {
    if (this.zoom === goal) {
      this.#start(END);
      this.#tell();
      return;
    }
    const out = goal > this.zoom;
    const from = this.picture;
    for (const name of ["transform", "opacity"]) set(from.node, { [name]: null });
    this.zoom += out ? 1 : -1;
    const to = (this.picture = this.#make(this.zoom));
    const [inner, outer] = out ? [from, to] : [to, from];
    to.draw(this.zoom === 0 ? PHASES * (this.at.step - this.#piece().start + 1) - 1 : to.count - 1, 1);
    this.#count();
    const cell = this.#cell(out ? this.zoom : this.zoom + 1, outer);
    const done = () => {
      this.canvas.replaceChildren(heads(), to.node);
      for (const name of ["transform", "opacity"]) set(to.node, { [name]: null });
      this.#hop(goal);
    };
    if (this.transport.still.matches) return done();
    this.canvas.replaceChildren(heads(), outer.node, inner.node);
    const begun = performance.now();
    const tick = (now) => {
      const p = Math.min(1, Math.max(0, (now - begun) / TURN));
      const at = zooming(box(this.f), cell, easeInOut(out ? p : 1 - p));
      set(inner.node, { transform: at.inner, opacity: at.innerOpacity });
      set(outer.node, { transform: at.outer, opacity: at.outerOpacity });
      if (p < 1) this.turning = requestAnimationFrame(tick);
      else done();
    };
    tick(begun);
  }

  #stop() {
    cancelAnimationFrame(this.turning);
  }
}

const many = (n, one, more) => `${n || "no"} ${n === 1 ? one : more}`;

export default mount(Procedure);
