/** What of a node the present step may show. */
import { formatGiven, formatNumber } from "../format.js";

/** @param {import("../../model.js").Model} model @param {number} index */
export function factsOf({ graph, lesson, values, gradients, step }, index) {
  const node = graph.nodes[index];
  const known = lesson.valueStep[index] <= step;
  return {
    known,
    state: node.op === "leaf" ? "given" : known ? "known" : "unknown",
    value: node.op === "leaf" ? formatGiven(values[index]) : formatNumber(values[index]),
    gradient: gradientIsKnown(lesson, index, step) ? formatNumber(gradients[index]) : null,
  };
}

/** @param {import("../../lesson/steps.js").Lesson} lesson @param {number} index @param {number} step */
export const gradientIsKnown = ({ gradientStep }, index, step) => gradientStep[index] > 0 && gradientStep[index] <= step;

/** @param {number} value */
export const signClass = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "zero");
