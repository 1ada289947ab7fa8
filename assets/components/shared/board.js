// What every picture of ours has: a frame that scrolls, a tooltip, and another look whenever its
// width changes. A picture extends Board, fills `frame`, and builds itself anew in `build`.

import { html } from "./svg.js";
import { Tooltip } from "./tooltip.js";

export class Board {
  // place: where the frame stands
  constructor(root, place = root) {
    this.root = root;
    this.frame = html("div", { class: "u-frame" });
    place.append(this.frame);
    if (place !== root) root.append(place);
    this.tip = new Tooltip(root);
    this.resize = new ResizeObserver(() => this.build());
    this.resize.observe(this.frame);
  }

  // Whether this scene begins a view: the first one, or one that a link or another page opened.
  // Only then do step and selection come from Python; otherwise the browser owns them.
  begins(scene) {
    const fresh = scene.view.id !== this.view;
    this.view = scene.view.id;
    return fresh;
  }

  destroy() {
    this.resize.disconnect();
  }

  build() {}

  // Scrolls the frame so that x keeps `room` to both its ends.
  keepInView(x, room) {
    const { scrollLeft, clientWidth } = this.frame;
    if (x > scrollLeft + clientWidth - room) this.frame.scrollLeft = x - clientWidth + room;
    else if (x < scrollLeft + room) this.frame.scrollLeft = x - room;
  }
}
