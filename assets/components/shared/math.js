// The small part of LaTeX that the core writes, as styled runs for HTML and SVG.

const SIGNS = {
  alpha: "α", lambda: "λ", sigma: "σ", tau: "τ", tanh: "tanh", varphi: "φ", partial: "∂", Sigma: "Σ", odot: "⊙",
  ast: "∗", cdot: "·", sqrt: "√",
  times: "×", log: "log", Delta: "Δ", theta: "θ", eta: "η", rho: "ρ", ldots: "…", infty: "∞", top: "⊤",
  ",": " ", " ": " ", "{": "{", "}": "}",
};
const UPRIGHT = new Set(["tanh", "log", "ast", "cdot", "times", "ldots"]);
const ACCENTS = { tilde: "\u0303", hat: "\u0302", bar: "\u0304" };

// → [{ text, level: 0 | -1 (sub) | 1 (super), italic }]
export function runs(latex) {
  const out = [];
  parse(latex, 0, false, out);
  return out;
}

function push(out, text, level, italic) {
  const last = out[out.length - 1];
  if (last && last.level === level && last.italic === italic) last.text += text;
  else out.push({ text, level, italic });
}

function parse(source, level, upright, out) {
  let at = 0;
  const group = () => {
    while (source[at] === " ") at++;
    if (source[at] === "\\") {
      const name = /^\\([a-zA-Z]+|.|$)/.exec(source.slice(at));
      at += name[0].length;
      return source[at] === "{" ? `${name[0]}{${group()}}` : name[0];
    }
    if (source[at] !== "{") return source[at++] ?? "";
    let depth = 0;
    const from = at + 1;
    do {
      if (source[at] === "{") depth++;
      if (source[at] === "}") depth--;
      at++;
    } while (depth > 0 && at < source.length);
    return source.slice(from, at - 1);
  };
  while (at < source.length) {
    const c = source[at];
    if (c === "_" || c === "^") {
      at++;
      parse(group(), c === "_" ? -1 : 1, upright, out);
    } else if (c === "{") {
      parse(group(), level, upright, out);
    } else if (c === "\\") {
      const name = /^\\([a-zA-Z]+|.|$)/.exec(source.slice(at))[1];
      at += name.length + 1;
      if (name in ACCENTS) push(out, group() + ACCENTS[name], level, !upright);
      else if (name === "mathrm" || name === "text") parse(group(), level, true, out);
      else push(out, SIGNS[name] ?? name, level, !UPRIGHT.has(name) && /[a-zαλτφσθηρ]/i.test(SIGNS[name] ?? ""));
    } else {
      at++;
      if (c === "-") push(out, "−", level, false);
      else push(out, c === "'" ? "′" : c, level, !upright && /[a-zA-Z]/.test(c));
    }
  }
}

// Plain text for labels that a screen reader says: "c̃ 3 [2]" → "c̃_3[2]".
export function plain(latex) {
  return runs(latex).map((run) => run.text).join("");
}

export function htmlMath(latex, className = "u-math") {
  const node = document.createElement("span");
  node.className = className;
  for (const run of runs(latex)) {
    const tag = run.level < 0 ? "sub" : run.level > 0 ? "sup" : "span";
    const part = document.createElement(tag);
    if (run.italic) part.className = "u-it";
    part.textContent = run.text;
    node.append(part);
  }
  return node;
}

// Writes the runs into an SVG text element; font sizes in px.
export function svgMath(text, latex, size) {
  text.replaceChildren();
  text.classList.add("u-math");
  let shift = 0;
  for (const run of runs(latex)) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
    const wanted = run.level === 0 ? 0 : run.level < 0 ? size * 0.24 : -size * 0.36;
    part.setAttribute("dy", wanted - shift);
    part.setAttribute("font-size", run.level === 0 ? size : size * 0.74);
    if (run.italic) part.setAttribute("class", "u-it");
    part.textContent = run.text;
    shift = wanted;
    text.append(part);
  }
  return text;
}
