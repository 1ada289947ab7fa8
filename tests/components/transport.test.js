import assert from "node:assert/strict";
import { test } from "node:test";

import { Transport } from "../../assets/components/shared/transport.js";
import { browser } from "./fake_dom.js";

const FRAME = 1000; // ms

// A scene of so many frames that writes down what it is told.
function setUp({ length = 4, at = 0, still = false } = {}) {
  const page = browser({ still });
  const scene = {
    length,
    drawn: [],
    rests: [],
    draw: (frame, progress) => scene.drawn.push([frame, progress]),
    rest: (frame) => scene.rests.push(frame),
    frameName: (frame) => `step ${frame + 1} of ${scene.length}`,
    duration: () => FRAME,
  };
  const transport = new Transport(page.root, scene);
  transport.listen(page.root);
  transport.setLength(length, at);
  const press = (name) => transport.buttons[name].fire("click");
  const key = (key, more = {}) => page.root.fire("keydown", { key, ...more });
  const last = () => scene.drawn.at(-1);
  const said = () => transport.where.textContent;
  return { page, scene, transport, press, key, last, said };
}

test("a scene begins where it is told, complete and at rest", () => {
  const { last, said, scene, transport } = setUp({ at: 2 });
  assert.deepEqual(last(), [2, 1]);
  assert.equal(said(), "step 3 of 4");
  assert.equal(transport.scrubber.value, "2");
  assert.deepEqual(scene.rests, []);
});

test("a place past the end is the end", () => {
  assert.deepEqual(setUp({ at: 30 }).last(), [3, 1]);
});

test("play goes on from the next frame to the end, then rests there once", () => {
  const { page, press, scene, last } = setUp();
  press("play");
  page.pass(FRAME * 3 + 200);
  assert.deepEqual(last(), [3, 1]);
  assert.deepEqual(scene.rests, [3]);
  assert.equal(page.moving(), false);
  const frames = [...new Set(scene.drawn.map(([frame]) => frame))];
  assert.deepEqual(frames, [0, 1, 2, 3]);
});

test("progress of a frame never runs backwards and ends complete", () => {
  const { page, press, scene } = setUp({ length: 2 });
  press("play");
  page.pass(FRAME + 100);
  const progress = scene.drawn.filter(([frame]) => frame === 1).map(([, p]) => p);
  assert.deepEqual(progress, [...progress].sort((a, b) => a - b));
  assert.equal(progress.at(-1), 1);
  assert.ok(progress.length > 50);
});

test("play at the end begins again", () => {
  const { page, press, last } = setUp({ at: 3 });
  press("play");
  page.pass(FRAME / 2);
  assert.equal(last()[0], 0);
});

test("pause completes the frame and tells the page where it is", () => {
  const { page, press, scene, last } = setUp();
  press("play");
  page.pass(FRAME * 1.5);
  press("play");
  assert.deepEqual(last(), [2, 1]);
  assert.deepEqual(scene.rests, [2]);
  page.pass(FRAME * 2);
  assert.deepEqual(last(), [2, 1]);
});

test("the button says what it would do", () => {
  const { press, transport } = setUp();
  const name = () => transport.buttons.play.attributes["aria-label"];
  assert.equal(name(), "play (space)");
  press("play");
  assert.equal(name(), "pause (space)");
  press("play");
  assert.equal(name(), "play (space)");
});

test("nothing is told while anything moves", () => {
  const { page, press, scene } = setUp();
  press("play");
  page.pass(FRAME * 2.5);
  assert.deepEqual(scene.rests, []);
});

test("one step on is animated, one step back is there at once", () => {
  const { page, press, scene, last } = setUp({ at: 1 });
  press("next");
  page.pass(FRAME / 2);
  assert.equal(last()[0], 2);
  assert.ok(last()[1] > 0 && last()[1] < 1);
  page.pass(FRAME);
  assert.deepEqual(last(), [2, 1]);
  press("back");
  assert.deepEqual(last(), [1, 1]);
  page.pass(400);
  assert.deepEqual(scene.rests, [2, 1]);
});

test("two steps on within one frame of the screen are two steps", () => {
  const { page, key, last } = setUp();
  key("ArrowRight");
  key("ArrowRight");
  page.pass(FRAME + 100);
  assert.deepEqual(last(), [2, 1]);
});

test("many quick steps are told once, where they end", () => {
  const { page, key, scene } = setUp({ length: 9, at: 8 });
  for (let k = 0; k < 5; k++) {
    key("ArrowLeft");
    page.pass(50);
  }
  page.pass(400);
  assert.deepEqual(scene.rests, [3]);
});

test("arrows, Home, End and space do what the buttons do", () => {
  const { page, key, last, transport } = setUp({ at: 1 });
  assert.ok(key("ArrowRight").prevented);
  page.pass(FRAME + 100);
  assert.deepEqual(last(), [2, 1]);
  key("End");
  assert.deepEqual(last(), [3, 1]);
  key("Home");
  assert.deepEqual(last(), [0, 1]);
  key("ArrowLeft");
  assert.deepEqual(last(), [0, 1]);
  key(" ");
  assert.ok(transport.playing);
  key(" ");
  assert.ok(!transport.playing);
});

test("keys that are not its own pass through", () => {
  const { key, page, transport } = setUp();
  for (const [name, more] of [["a"], ["Tab"], ["ArrowUp"], ["ArrowRight", { ctrlKey: true }], [" ", { metaKey: true }]]) {
    const event = key(name, more);
    assert.ok(!event.prevented && !event.stopped, name);
  }
  assert.ok(!key("ArrowRight", { from: page.node("input") }).prevented);
  assert.ok(!key(" ", { from: page.node("button") }).prevented);
  assert.ok(key("ArrowRight", { from: page.node("button") }).prevented);
  assert.ok(!transport.playing);
});

test("scrubbing shows each place at once and is told on release", () => {
  const { transport, scene, last, press, page } = setUp();
  press("play");
  page.pass(300);
  for (const place of ["1", "3", "2"]) {
    transport.scrubber.value = place;
    transport.scrubber.fire("input");
    assert.deepEqual(last(), [Number(place), 1]);
  }
  assert.deepEqual(scene.rests, []);
  transport.scrubber.fire("change");
  assert.deepEqual(scene.rests, [2]);
  page.pass(FRAME * 2);
  assert.deepEqual(last(), [2, 1]);
});

test("speed makes frames shorter", () => {
  const { page, press, transport, last } = setUp();
  transport.speeds.value = "4";
  transport.speeds.fire("change");
  press("play");
  page.pass((FRAME * 3) / 4 + 100);
  assert.deepEqual(last(), [3, 1]);
});

test("with reduced motion frames come complete, at the same pace", () => {
  const { page, press, key, scene, last } = setUp({ still: true });
  press("play");
  page.pass(FRAME * 3 + 300);
  assert.deepEqual(last(), [3, 1]);
  key("Home");
  key("ArrowRight");
  assert.deepEqual(last(), [1, 1]);
  assert.ok(scene.drawn.every(([, progress]) => progress === 1));
  assert.equal(page.moving(), false);
});

test("a new text of the same length is named anew", () => {
  const { scene, transport, said } = setUp({ at: 2 });
  scene.frameName = (frame) => `reads ${"otto"[frame]}`;
  transport.setLength(4);
  assert.equal(said(), "reads t");
  assert.equal(transport.scrubber.attributes["aria-valuetext"], "reads t");
});

test("a shorter text while it plays leaves nothing moving beyond its end", () => {
  const { page, press, scene, transport, last } = setUp({ length: 9 });
  press("play");
  page.pass(FRAME * 5.5);
  scene.length = 3;
  scene.drawn.length = 0;
  transport.setLength(3);
  page.pass(FRAME * 4);
  assert.ok(scene.drawn.every(([frame]) => frame < 3));
  assert.deepEqual(last(), [2, 1]);
  assert.ok(!transport.playing);
});

test("a text that begins anew while the old one plays is played from its beginning", () => {
  const { page, press, scene, transport, last } = setUp({ length: 9 });
  press("play");
  page.pass(FRAME * 3.5);
  scene.drawn.length = 0;
  transport.setLength(9, 0);
  transport.play();
  page.pass(FRAME / 2);
  assert.ok(last()[0] <= 1);
  assert.ok(scene.drawn.every(([frame]) => frame <= 1));
});

test("a single frame plays and ends", () => {
  const { page, press, scene, last, transport } = setUp({ length: 1 });
  press("play");
  page.pass(FRAME + 100);
  assert.deepEqual(last(), [0, 1]);
  assert.ok(!transport.playing);
  assert.deepEqual(scene.rests, [0]);
});

test("what is gone no longer moves or reports", () => {
  const { page, press, key, scene, transport } = setUp();
  press("play");
  page.pass(200);
  transport.destroy();
  scene.drawn.length = 0;
  page.pass(FRAME * 5);
  assert.deepEqual([scene.drawn, scene.rests], [[], []]);
  key("Home");
});
