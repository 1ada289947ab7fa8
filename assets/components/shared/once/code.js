// Mounted out of sight: leaves the component's function and style sheet for its stubs.
export default function () {
  if (place.main) return;
  place.sheet = new CSSStyleSheet();
  place.sheet.replaceSync(STYLE);
  place.main = main;
  for (const call of place.waiting.splice(0)) call();
}
