// As much of a browser as the transport needs, with a clock that the test turns.

class Node {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, children: [], listeners: {}, textContent: "", value: "" });
  }

  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }

  removeAttribute(name) {
    delete this.attributes[name];
  }

  append(...children) {
    this.children.push(...children);
  }

  addEventListener(kind, listener) {
    (this.listeners[kind] ??= []).push(listener);
  }

  // Calls the listeners; returns the event, which says whether its default was prevented.
  fire(kind, more = {}) {
    const event = { target: this, prevented: false, stopped: false, ...more };
    event.preventDefault = () => (event.prevented = true);
    event.stopPropagation = () => (event.stopped = true);
    event.composedPath = () => [more.from ?? this];
    for (const listener of this.listeners[kind] ?? []) listener(event);
    return event;
  }

  // Enough for lists of plain tags: "input, select, [role=button]".
  closest(selector) {
    return selector.split(",").some((part) => part.trim() === this.tag) ? this : null;
  }
}

export function browser({ still = false } = {}) {
  const clock = { now: 0, frames: new Map(), timers: new Map(), last: 0 };
  globalThis.document = {
    createElement: (tag) => new Node(tag),
    createElementNS: (_, tag) => new Node(tag),
  };
  globalThis.matchMedia = () => ({ matches: still });
  globalThis.requestAnimationFrame = (call) => clock.frames.set(++clock.last, call) && clock.last;
  globalThis.cancelAnimationFrame = (id) => clock.frames.delete(id);
  globalThis.setTimeout = (call, ms) => clock.timers.set(++clock.last, { call, at: clock.now + ms }) && clock.last;
  globalThis.clearTimeout = (id) => clock.timers.delete(id);
  return {
    root: new Node("div"),
    node: (tag) => new Node(tag),
    // Lets time pass in frames of 10 ms.
    pass(ms) {
      for (const end = clock.now + ms; clock.now < end; ) {
        clock.now += 10;
        const due = [...clock.frames];
        for (const [id, call] of due) if (clock.frames.delete(id)) call(clock.now);
        for (const [id, { call, at }] of [...clock.timers]) if (at <= clock.now && clock.timers.delete(id)) call();
      }
    },
    moving: () => clock.frames.size > 0,
  };
}
