/** What of a node the present step may show. */
import { formatBrief, formatGiven, formatNumber } from "../format.js";

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
