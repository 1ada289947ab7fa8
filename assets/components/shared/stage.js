// What every animated scene has: a frame that scrolls, the transport, a tooltip, and another
// look whenever its width changes.
//
// A scene extends Stage, fills `frame`, and answers the transport (draw, rest, frameName,
// duration). `build` is called when the frame's width may have changed.

import { html, set } from "./svg.js";
import { Tooltip } from "./tooltip.js";
import { Transport } from "./transport.js";

export class Stage {
  // label: what the scene is, for screen readers; place: where frame and transport stand
  constructor(root, label, place = root) {
    this.root = root;
    root.tabIndex = 0;
    set(root, { role: "group", "aria-label": `${label}; arrow keys step, space plays` });
    this.frame = html("div", { class: "u-frame" });
    place.append(this.frame);
    if (place !== root) root.append(place);
    this.transport = new Transport(place, this);
    this.transport.listen(root);
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
    this.transport.destroy();
    this.resize.disconnect();
  }

  build() {}

  rest() {}

  // Draws what there is again, after something else than the transport changed it.
  redraw() {
    this.draw(this.transport.frame, this.transport.progress);
  }

  // Scrolls the frame so that x keeps `room` to both its ends.
  keepInView(x, room) {
    const { scrollLeft, clientWidth } = this.frame;
    if (x > scrollLeft + clientWidth - room) this.frame.scrollLeft = x - clientWidth + room;
    else if (x < scrollLeft + room) this.frame.scrollLeft = x - room;
  }
}
