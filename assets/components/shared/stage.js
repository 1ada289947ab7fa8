// A picture that moves: a board with the transport, which steps and plays.
//
// A scene extends Stage and answers the transport (draw, rest, frameName, duration).

import { Board } from "./board.js";
import { set } from "./svg.js";
import { Transport } from "./transport.js";

export class Stage extends Board {
  // label: what the scene is, for screen readers; place: where frame and transport stand
  constructor(root, label, place = root) {
    super(root, place);
    root.tabIndex = 0;
    set(root, { role: "group", "aria-label": `${label}; arrow keys step, space plays` });
    this.transport = new Transport(place, this);
    this.transport.listen(root);
  }

  destroy() {
    this.transport.destroy();
    super.destroy();
  }

  rest() {}

  // Draws what there is again, after something else than the transport changed it.
  redraw() {
    this.draw(this.transport.frame, this.transport.progress);
  }
}
