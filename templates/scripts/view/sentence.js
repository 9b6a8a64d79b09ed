/** A sentence of content/narration.toml, with the quantities that it speaks of. */
import { lossOf } from "../lesson/formula.js";
import { formatAbout, formatGiven, formatNumber } from "./format.js";
import { h } from "./h.js";
import { gradientQuantity, inlinePartial, symbolMath, valueQuantity } from "./mathml.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("../lesson/sentences.js").Sentence} Sentence
 */

/**
 * @param {Model} model
 * @param {Sentence} pieces
 * @returns {import("./h.js").Child[]}
 */
export function sentenceView({ graph, values, gradients }, pieces) {
  const loss = lossOf(graph);
  return pieces.map((piece) => {
    if ("text" in piece) return piece.text;
    if ("symbol" in piece) {
      const node = graph.nodes[piece.symbol];
      return h("math", {}, symbolMath(node, { "data-quantity": valueQuantity(node) }));
    }
    if ("about" in piece) return h("span", { class: "number", translate: "no" }, formatAbout(piece.about));
    if ("value" in piece) {
      const node = graph.nodes[piece.value];
      const number =
        node.op === "leaf" ? formatGiven(values[piece.value]) : formatNumber(values[piece.value]);
      return h("span", { class: "number", translate: "no", "data-quantity": valueQuantity(node) }, number);
    }
    if ("gradient" in piece) {
      return h(
        "span",
        { class: "number", translate: "no", "data-quantity": gradientQuantity(graph.nodes[piece.gradient]) },
        formatNumber(gradients[piece.gradient]),
      );
    }
    const node = graph.nodes[piece.gradient_symbol];
    return h("math", {}, inlinePartial(loss, node, { "data-quantity": gradientQuantity(node) }));
  });
}
