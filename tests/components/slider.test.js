import assert from "node:assert/strict";
import { test } from "node:test";

import { Slider } from "../../assets/components/shared/slider.js";
import { browser } from "./fake_dom.js";

function setUp() {
  const page = browser();
  const make = document.createElement;
  document.createElement = (tag) => Object.assign(make(tag), { style: { setProperty() {} } });
  const calls = [];
  const slider = new Slider({
    latex: "w",
    words: "weight",
    ticks: [[0, "0"]],
    input: (k) => calls.push(["input", k]),
    release: (k) => calls.push(["release", k]),
  });
  slider.update([-1, 0, 1], ["−1", "0", "1"], 1);
  const to = (k) => {
    slider.range.value = String(k);
    slider.range.fire("input");
  };
  return { page, slider, calls, to, range: slider.range };
}

test("dragging looks up each place, letting go tells Python once", () => {
  const { calls, to, range, slider } = setUp();
  range.fire("pointerdown");
  to(2);
  to(0);
  assert.equal(slider.digits.textContent, "−1");
  range.fire("change");
  assert.deepEqual(calls, [["input", 2], ["input", 0], ["release", 0]]);
});

test("keys look up at once and tell Python a moment after the last one", () => {
  const { calls, to, range, page } = setUp();
  for (const k of [2, 1, 2]) {
    range.fire("keydown", { key: "ArrowRight" });
    to(k);
    range.fire("change");
    page.pass(100);
  }
  assert.equal(calls.filter(([name]) => name === "release").length, 0);
  page.pass(300);
  assert.deepEqual(calls.at(-1), ["release", 2]);
  assert.equal(calls.filter(([name]) => name === "release").length, 1);
});

test("a drag after a key is told at once", () => {
  const { calls, to, range } = setUp();
  range.fire("keydown", { key: "Tab" });
  range.fire("pointerdown");
  to(0);
  range.fire("change");
  assert.deepEqual(calls.at(-1), ["release", 0]);
});

test("keys that move the knob do not move the scene around it; others pass", () => {
  const { range } = setUp();
  assert.ok(range.fire("keydown", { key: "ArrowLeft" }).stopped);
  assert.ok(range.fire("keydown", { key: "End" }).stopped);
  assert.ok(!range.fire("keydown", { key: "Tab" }).stopped);
});

test("data that arrive while the knob is held do not move it", () => {
  const { range, slider, to } = setUp();
  range.fire("pointerdown");
  to(2);
  slider.update([-2, 0, 2], ["−2", "0", "2"], 0);
  assert.equal(slider.index, 2);
  range.fire("change");
  slider.update([-2, 0, 2], ["−2", "0", "2"], 0);
  assert.equal(slider.index, 0);
  assert.equal(slider.digits.textContent, "−2");
});

test("a screen reader hears the digits that are shown", () => {
  const { range, to, slider } = setUp();
  to(2);
  assert.equal(range.attributes["aria-valuetext"], "1");
  slider.write("0.123");
  assert.equal(range.attributes["aria-valuetext"], "0.123");
  assert.equal(range.attributes["aria-label"], "weight");
});
