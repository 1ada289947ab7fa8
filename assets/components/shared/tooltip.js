// One tooltip a scene: what the pointer is on, in words and digits.

import { html } from "./svg.js";

export class Tooltip {
  constructor(root) {
    this.root = root;
    this.box = html("div", { class: "u-tip", role: "presentation" });
    this.box.hidden = true;
    root.append(this.box);
  }

  // content: nodes or text; beside the pointer, within the scene
  show(event, ...content) {
    this.box.replaceChildren(...content);
    this.box.hidden = false;
    const frame = this.root.getBoundingClientRect();
    const x = event.clientX - frame.left;
    const y = event.clientY - frame.top;
    const { width, height } = this.box.getBoundingClientRect();
    this.box.style.left = `${Math.max(0, Math.min(frame.width - width, x + 16))}px`;
    this.box.style.top = `${y + 16 + height > frame.height ? Math.max(0, y - height - 12) : y + 16}px`;
  }

  hide() {
    this.box.hidden = true;
  }
}
