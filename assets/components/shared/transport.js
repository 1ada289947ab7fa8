// Play, pause, step, scrub: the same controls and keys for every animated scene.
//
// A scene is a function of (frame, progress): progress runs 0 → 1 while a frame comes about.
// The transport owns both; the scene draws. `rest` is called when movement ends, so that the
// page can remember where the learner stopped; never while something moves.

import { html, set } from "./svg.js";

const SPEEDS = [["0.25", "¼×"], ["0.5", "½×"], ["1", "1×"], ["2", "2×"], ["4", "4×"]];
const ICONS = {
  first: "M5 4v12M16 4 8 10l8 6z",
  back: "M14 4 6 10l8 6z",
  play: "M6 4l10 6-10 6z",
  pause: "M6 4v12M14 4v12",
  next: "M6 4l8 6-8 6z",
  last: "M15 4v12M4 4l8 6-8 6z",
};
const REST_DELAY = 250; // ms without a key press before the page is told

export class Transport {
  // scene.draw(frame, progress), scene.rest(frame), scene.frameName(frame) → words
  // scene.duration(frame) → ms at speed 1
  constructor(host, scene) {
    this.scene = scene;
    this.length = 1;
    this.frame = 0;
    this.progress = 1;
    this.playing = false;
    this.speed = 1;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.bar = html("div", { class: "u-transport", role: "group", "aria-label": "playback" });
    this.buttons = {
      first: this.#button("first", "first step (Home)", () => this.go(0)),
      back: this.#button("back", "one step back (left arrow)", () => this.go(this.frame - 1)),
      play: this.#button("play", "play (space)", () => this.toggle()),
      next: this.#button("next", "one step on (right arrow)", () => this.go(this.frame + 1, true)),
      last: this.#button("last", "last step (End)", () => this.go(this.length - 1)),
    };
    this.scrubber = html("input", { type: "range", class: "u-scrubber", min: 0, step: 1, "aria-label": "step" });
    this.scrubber.addEventListener("input", () => {
      this.pause(false);
      this.#show(Number(this.scrubber.value), 1);
    });
    this.scrubber.addEventListener("change", () => this.#rest());
    this.where = html("output", { class: "u-where" });
    this.speeds = html("select", { class: "u-speed", "aria-label": "speed" });
    for (const [value, text] of SPEEDS) this.speeds.append(html("option", { value, text }));
    this.speeds.value = "1";
    this.speeds.addEventListener("change", () => (this.speed = Number(this.speeds.value)));
    const group = html("div", { class: "u-buttons" }, ...Object.values(this.buttons));
    this.bar.append(group, this.scrubber, this.where, this.speeds);
    host.append(this.bar);
  }

  // Keys for the whole scene; those typed into a control that needs them itself are left alone.
  listen(root) {
    root.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const typing = event.composedPath()[0].closest?.("input, select, textarea");
      const onButton = event.composedPath()[0].closest?.("button, [role=button], [role=switch]");
      if (typing) return;
      const moves = { ArrowLeft: -1, ArrowRight: 1 };
      if (event.key in moves) this.go(this.frame + moves[event.key], event.key === "ArrowRight");
      else if (event.key === "Home") this.go(0);
      else if (event.key === "End") this.go(this.length - 1);
      else if (event.key === " " && !onButton) this.toggle();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  // For a new text, too: what moved towards a frame that it does not have, stops.
  setLength(length, frame = this.frame) {
    this.length = Math.max(1, length);
    set(this.scrubber, { max: this.length - 1 });
    const there = Math.min(this.length - 1, Math.max(0, frame));
    if (there !== this.frame) this.#stop();
    this.#show(there, there === this.frame ? this.progress : 1);
    this.#say();
  }

  go(frame, animate = false) {
    const target = Math.min(this.length - 1, Math.max(0, frame));
    this.pause(false);
    if (target === this.frame && this.progress === 1) return;
    if (animate && !this.still.matches) this.#run(target, () => this.#restSoon());
    else {
      this.#show(target, 1);
      this.#restSoon();
    }
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    this.#icon();
    const next = this.frame >= this.length - 1 ? 0 : this.frame + (this.progress < 1 ? 0 : 1);
    const forward = (frame) => {
      if (!this.playing) return;
      this.#run(frame, () => {
        if (!this.playing) return;
        if (frame >= this.length - 1) this.pause();
        else forward(frame + 1);
      });
    };
    forward(next);
  }

  pause(tell = true) {
    const was = this.playing;
    this.#stop();
    if (was && this.progress < 1) this.#show(this.frame, 1);
    if (was && tell) this.#rest();
  }

  destroy() {
    this.playing = false;
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
  }

  #stop() {
    this.playing = false;
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
    this.#icon();
  }

  #run(frame, done) {
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
    const length = this.scene.duration(frame) / this.speed;
    if (this.still.matches) {
      this.#show(frame, 1);
      this.timer = setTimeout(done, length);
      return;
    }
    this.#show(frame, 0); // at once: another step before the next frame goes on from here
    let start = null;
    const tick = (now) => {
      if (frame >= this.length) return this.pause();
      start ??= now;
      const progress = Math.min(1, (now - start) / length);
      this.#show(frame, progress);
      if (progress < 1) this.request = requestAnimationFrame(tick);
      else done();
    };
    this.request = requestAnimationFrame(tick);
  }

  #show(frame, progress) {
    const moved = frame !== this.frame;
    this.frame = frame;
    this.progress = progress;
    this.scene.draw(frame, progress);
    if (moved) this.#say();
  }

  #say() {
    const name = this.scene.frameName(this.frame);
    this.scrubber.value = String(this.frame);
    set(this.where, { text: name });
    set(this.scrubber, { "aria-valuetext": name });
  }

  #restSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#rest(), REST_DELAY);
  }

  #rest() {
    clearTimeout(this.timer);
    this.scene.rest(this.frame);
  }

  #button(icon, name, press) {
    const button = html("button", { type: "button", "aria-label": name, title: name });
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    set(picture, { viewBox: "0 0 20 20", "aria-hidden": "true" });
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    picture.append(path);
    set(path, { d: ICONS[icon] });
    button.append(picture);
    button.addEventListener("click", press);
    button.path = path;
    return button;
  }

  #icon() {
    const name = this.playing ? "pause (space)" : "play (space)";
    set(this.buttons.play.path, { d: this.playing ? ICONS.pause : ICONS.play });
    set(this.buttons.play, { "aria-label": name, title: name });
  }
}
