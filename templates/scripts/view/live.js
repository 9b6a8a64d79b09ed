/** Numbers in the article. An author names a quantity; here it becomes its present number. */
import { formatGiven, formatNumber } from "./format.js";
import { h } from "./h.js";
import { gradientQuantity, valueQuantity } from "./mathml.js";

/**
 * @typedef {{kind: "value" | "gradient", node: string, decimals: number | null}} LiveReference
 * @param {import("../model.js").Model} model
 * @param {LiveReference} reference
 */
export function liveText({ graph, values, gradients }, { kind, node, decimals }) {
  const index = graph.index[node];
  if (kind === "gradient") return formatNumber(gradients[index], decimals ?? undefined);
  return decimals === null && graph.nodes[index].op === "leaf"
    ? formatGiven(values[index])
    : formatNumber(values[index], decimals ?? undefined);
}

/**
 * What a live value in the page refers to.
 * @param {Element} element
 * @returns {LiveReference}
 */
export function referenceOf(element) {
  const decimals = element.getAttribute("data-decimals");
  return {
    kind: element.getAttribute("data-live") === "gradient" ? "gradient" : "value",
    node: element.getAttribute("data-of") ?? "",
    decimals: decimals === null ? null : Number(decimals),
  };
}

/**
 * @param {import("../model.js").Model} model
 * @param {LiveReference} reference
 */
export function liveView(model, reference) {
  const node = model.graph.nodes[model.graph.index[reference.node]];
  return h(
    "span",
    {
      class: `live number ${reference.kind}`,
      translate: "no",
      "data-quantity": reference.kind === "gradient" ? gradientQuantity(node) : valueQuantity(node),
      "data-live": reference.kind,
      "data-of": node.name,
      "data-decimals": reference.decimals,
    },
    liveText(model, reference),
  );
}
