/**
 * What a backward step reads that an earlier one has computed, and how often that is read: computed once,
 * used many times.
 *
 * @typedef {object} Reuse
 * @property {number} node whose gradient is read
 * @property {number} step the number of the step that computed it
 * @property {number} others how many gradients read it besides those of this step
 */

/**
 * @param {import("./steps.js").Lesson} lesson
 * @param {import("./steps.js").Step} step
 * @returns {Reuse[]}
 */
export function earlierGradients({ graph: { nodes, children }, gradientStep }, { kind, focus }) {
  if (kind !== "gradient" && kind !== "parameters") return [];
  const here = new Set(focus);
  const read = new Set(focus.flatMap((index) => children[index]));
  // ∂L/∂L = 1 comes from no step.
  return [...read]
    .filter((node) => node !== nodes.length - 1)
    .map((node) => ({
      node,
      step: gradientStep[node],
      others: nodes[node].parents.filter((parent) => !here.has(parent) && gradientStep[parent] > 0).length,
    }));
}
