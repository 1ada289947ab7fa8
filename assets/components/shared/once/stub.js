// What travels with the data: hands a call to the component's code, now or when it has come.
export default function (component) {
  let undo = null;
  let gone = false;
  const call = () => {
    if (gone) return;
    const root = component.parentElement.getRootNode();
    if (!root.adoptedStyleSheets.includes(place.sheet)) root.adoptedStyleSheets.push(place.sheet);
    undo = place.main(component);
  };
  if (place.main) call();
  else place.waiting.push(call);
  return () => {
    gone = true;
    undo?.();
  };
}
