/** What of a node the present step may show. */
import { fill, formatBrief, formatGiven, formatNumber, formatWhole } from "../format.js";
import { spokenSymbol } from "../text.js";

/**
 * @param {import("../../model.js").Model} model
 * @param {number} index
 */
export function factsOf(model, index) {
  const { graph, values, gradients } = model;
  const node = graph.nodes[index];
  const known = valueIsKnown(model, index);
  const slope = gradientIsKnown(model, index) ? gradients[index] : null;
  return {
    known,
    state: node.op === "leaf" ? "given" : known ? "known" : "unknown",
    value: node.op === "leaf" ? formatGiven(values[index]) : formatNumber(values[index]),
    gradient: slope === null ? null : formatNumber(slope),
    slope,
    brief: formatBrief(values[index], node.op === "leaf"),
    briefGradient: slope === null ? null : formatBrief(slope),
  };
}

/**
 * A node with all digits of its numbers.
 * @param {import("../../model.js").Model} model
 * @param {number} index
 * @returns {{text: string, says: boolean}} whether it says more than the drawing does
 */
export function wholeOf(model, index) {
  const { graph, values, words } = model;
  const { known, slope, brief, briefGradient } = factsOf(model, index);
  const [value, gradient] = [formatWhole(values[index]), slope === null ? "" : formatWhole(slope)];
  const { role } = graph.nodes[index];
  const name = fill(words.role[role], { symbol: spokenSymbol(graph.nodes[index]) });
  return {
    text: fill(words.graph[!known ? "unknown" : slope === null ? "known" : "with_gradient"], {
      name,
      value,
      gradient,
    }),
    says: known && (value !== brief || gradient !== (briefGradient ?? "")),
  };
}

/**
 * @param {import("../../model.js").Model} model
 * @param {number} index
 */
export const valueIsKnown = ({ lesson: { valueStep }, step, hidden }, index) =>
  valueStep[index] <= step && !hidden(index, "value");

/**
 * @param {import("../../model.js").Model} model
 * @param {number} index
 */
export const gradientIsKnown = ({ lesson: { gradientStep }, step, hidden }, index) =>
  gradientStep[index] > 0 && gradientStep[index] <= step && !hidden(index, "gradient");

/** @param {number} value */
export const signClass = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "zero");
