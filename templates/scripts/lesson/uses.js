/**
 * Who reads a node, and where.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 */

/**
 * Every place where a node is read: the child, and at which of the child's parents (x·x reads x twice).
 * @typedef {{child: number, position: number}} Use
 * @param {Graph} graph
 * @param {number} index
 * @returns {Use[]}
 */
export function usesOf(graph, index) {
  return graph.children[index].flatMap((child) =>
    graph.nodes[child].parents.flatMap((parent, position) => (parent === index ? [{ child, position }] : [])),
  );
}

/**
 * The activation of a pre-activation: of a joint one, which several read, that of its own neuron.
 * @param {Graph} graph
 * @param {number} index
 * @returns {number | undefined}
 */
export const ownActivation = ({ nodes, children }, index) =>
  children[index].find((child) => nodes[child].parents[0] === index);

/**
 * Whether the targets are shares of a whole, but for rounding.
 * @param {Graph} graph
 * @param {ArrayLike<number>} values
 */
export function targetsAddUp({ nodes }, values) {
  let total = 0;
  nodes.forEach(({ role }, index) => {
    if (role === "target") total += values[index];
  });
  return Math.abs(total - 1) < 1e-9;
}
