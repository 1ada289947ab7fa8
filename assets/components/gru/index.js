// The GRU as a machine, as a conveyor, and with its gates held by hand.

import { machine } from "../machine/scene.js";
import { layout } from "./layout.js";
import { Valve } from "./valve.js";

export default machine(layout, { valve: Valve });
