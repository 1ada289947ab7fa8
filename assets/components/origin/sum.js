// The products that flow into the sum: a row each, a wire as thick as the product is large.

import { pressable, svg } from "../shared/svg.js";
import { plain, svgMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { largest } from "../panel/layout.js";
import { bar, inputs, thickness, wire } from "./layout.js";

export function sumPicture(scene, width, open) {
  const count = scene.terms.length;
  const f = inputs(width, count);
  const { numbers } = scene;
  const scale = largest(numbers, count);
  const label = `${count} products add up to ${plain(scene.symbols[0])} = ${scene.own.texts[0]}`;
  const node = svg("svg", { width, height: f.height, viewBox: `0 0 ${width} ${f.height}`, role: "group", "aria-label": label });
  node.append(svg("path", { d: `M${f.zero} 2V${f.rows[count - 1] + 6}`, class: "o-axis" }));
  scene.terms.forEach(([latex, role], k) => {
    const [weight, value, product] = [0, 1, 2].map((j) => numbers.at(k, j));
    const { x, width: long } = bar(f, product, scale);
    const factors = value === 1 ? show(weight) : `${show(value)} × ${show(weight)}`;
    node.append(
      svg("path", { d: wire(f, k), class: product < 0 ? "o-wire o-minus" : "o-wire", "stroke-width": thickness(product, scale) }),
      svgMath(svg("text", { x: 0, y: f.rows[k] }), latex, 15),
      svg("text", { x: f.factors, y: f.rows[k], "text-anchor": "end", class: "o-factors" }, factors),
      svg("rect", { x, width: long, y: f.rows[k] - 11, height: 12, class: `o-${role}` }),
    );
  });
  const { x, y, r } = f.sum;
  const node2 = svg("g", {}, svg("circle", { cx: x, cy: y, r, class: "o-node" }), svg("text", { x, y: y + 8, "text-anchor": "middle", class: "o-sigma", "aria-hidden": "true" }, "Σ"));
  pressable(node2, `open the sum ${plain(scene.symbols[0])}: ${scene.own.texts[0]}`, open);
  const total = svg("text", { x: width, y: f.result, "text-anchor": "end", class: "o-total" });
  svgMath(total, scene.symbols[0], 19);
  total.append(svg("tspan", { dy: 0, class: "o-strong" }, ` = ${scene.own.texts[0]}`));
  node.append(node2, total);
  return node;
}
