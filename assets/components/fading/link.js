// Sliders of one setting in several pictures of a page: while one is dragged, the others follow.

export class Link {
  // hear(value): another picture's slider has been moved there
  constructor(setting, hear) {
    this.name = `unrolled:${setting}`;
    this.listen = (event) => event.detail.from !== this && hear(event.detail.value);
    window.addEventListener(this.name, this.listen);
  }

  say(value) {
    window.dispatchEvent(new CustomEvent(this.name, { detail: { from: this, value } }));
  }

  destroy() {
    window.removeEventListener(this.name, this.listen);
  }
}
