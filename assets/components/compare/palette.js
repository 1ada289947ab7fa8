// The colours of the theme as numbers, for what is painted pixel by pixel.

const NAMES = { paper: "--u-paper", positive: "--u-positive", negative: "--u-negative", ink: "--u-ink", warn: "--u-warn" };

// light-dark() is resolved by the browser where a colour is used, not where it is declared.
export function palette(host) {
  const probe = document.createElement("i");
  host.append(probe);
  const found = {};
  for (const [key, name] of Object.entries(NAMES)) {
    probe.style.color = `var(${name})`;
    found[key] = getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
  }
  probe.remove();
  return found;
}
