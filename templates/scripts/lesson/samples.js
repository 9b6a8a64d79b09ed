/** The numbers of a sample among the leaves of a network. */

/**
 * Leaves with other parameters: inputs and targets stay.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Readonly<Record<string, number>>} leaves
 * @param {Readonly<Record<string, number>>} parameters
 * @returns {Readonly<Record<string, number>>}
 */
export function withParameters({ nodes }, leaves, parameters) {
  const data = nodes.filter(({ role }) => role === "input" || role === "target");
  return Object.freeze({
    ...parameters,
    ...Object.fromEntries(data.map(({ name }) => [name, leaves[name]])),
  });
}
