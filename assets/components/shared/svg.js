// Making and updating elements: created once, then only changed attributes are written.

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function html(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function fill(node, attributes, children) {
  set(node, attributes);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const written = new WeakMap();

export function set(node, attributes) {
  let last = written.get(node);
  if (!last) written.set(node, (last = {}));
  for (const name in attributes) {
    const value = attributes[name];
    if (last[name] === value) continue;
    last[name] = value;
    if (name === "text") node.textContent = value;
    else if (value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

// A group that a mouse, a finger and a keyboard can press, with a name for screen readers.
export function pressable(node, name, press) {
  set(node, { role: "button", tabindex: "0", "aria-label": name });
  node.classList.add("u-press");
  node.addEventListener("click", (event) => {
    event.stopPropagation();
    press(event);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    press(event);
  });
  return node;
}
