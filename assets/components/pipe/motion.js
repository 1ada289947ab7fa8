// Water that moves only where somebody can see it: one loop a scene, which rests while the scene
// is off the screen, the page is hidden, nothing flows, or the reader asked for less motion.

export class Motion {
  // tick(seconds): moves what flows, and says whether anything does
  constructor(root, tick) {
    this.tick = tick;
    this.seen = false;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.watch = new IntersectionObserver((entries) => {
      this.seen = entries[entries.length - 1].isIntersecting;
      this.wake();
    });
    this.watch.observe(root);
    this.turned = () => this.wake();
    document.addEventListener("visibilitychange", this.turned);
    this.still.addEventListener("change", this.turned);
  }

  get resting() {
    return !this.seen || document.hidden || this.still.matches;
  }

  // Something may flow again.
  wake() {
    if (this.request || this.resting) return;
    let last = null;
    const frame = (now) => {
      this.request = null;
      if (this.resting) return;
      const seconds = last === null ? 0 : Math.min(0.05, (now - last) / 1000);
      last = now;
      if (this.tick(seconds)) this.request = requestAnimationFrame(frame);
    };
    this.request = requestAnimationFrame(frame);
  }

  destroy() {
    cancelAnimationFrame(this.request);
    this.watch.disconnect();
    document.removeEventListener("visibilitychange", this.turned);
    this.still.removeEventListener("change", this.turned);
  }
}
