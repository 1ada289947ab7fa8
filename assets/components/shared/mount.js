// One scene object per place on the page, kept alive across data and theme changes.

import { unpack } from "./unpack.js";

// Streamlit answers to these keys (rerun, clear cache); typed in a scene they must not reach it.
const HOST_KEYS = new Set(["r", "c"]);

export function mount(Scene) {
  const instances = new WeakMap();
  return function (component) {
    const { data, parentElement, setStateValue, setTriggerValue } = component;
    let entry = instances.get(parentElement);
    if (!entry) {
      const root = document.createElement("div");
      root.className = "u-root";
      root.addEventListener("keydown", (event) => {
        if (HOST_KEYS.has(event.key)) event.stopPropagation();
      });
      parentElement.appendChild(root);
      entry = { scene: new Scene(root), root, generation: 0 };
      instances.set(parentElement, entry);
    }
    const generation = ++entry.generation;
    entry.scene.update(unpack(data), { state: setStateValue, trigger: setTriggerValue });
    return () => {
      if (generation !== entry.generation) return; // a newer call owns the scene now
      entry.scene.destroy();
      entry.root.remove();
      instances.delete(parentElement);
    };
  };
}
