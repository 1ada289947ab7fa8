// The LSTM as a machine, as a conveyor, and with its gates held by hand.

import { machine } from "../machine/scene.js";
import { layout } from "./layout.js";

export default machine(layout);
