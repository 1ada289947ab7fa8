// What the numbers show, in sentences; each outlines the cells that it speaks of.

import { html } from "../shared/svg.js";

const NAMES = { order: "In order", swap: "Swapped", shared: "Shared", doubled: "Doubled", passed: "Passed over" };

export class Findings {
  constructor(outline) {
    this.outline = outline;
    this.node = html("div", { class: "a-findings", role: "group", "aria-label": "what the map shows" });
  }

  build(findings) {
    this.all = findings.map((finding) => {
      const chip = html("button", { type: "button", class: "a-finding", "aria-pressed": "false" }, html("b", {}, NAMES[finding.kind]), html("span", {}, finding.text));
      chip.addEventListener("click", () => this.#press(finding, chip));
      return chip;
    });
    this.node.replaceChildren(...this.all);
  }

  close() {
    for (const chip of this.all ?? []) chip.setAttribute("aria-pressed", "false");
    this.outline(null);
  }

  #press(finding, chip) {
    const open = chip.getAttribute("aria-pressed") !== "true";
    this.close();
    if (!open) return;
    chip.setAttribute("aria-pressed", "true");
    this.outline(finding);
  }
}
