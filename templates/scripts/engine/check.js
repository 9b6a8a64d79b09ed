/**
 * The oracle inside the product: gradients without the chain rule, and how far two lists of numbers are
 * apart. The same as generator/engine/check.py.
 */
import { LEAF, createGraph, forward, stopsGradients } from "./graph.js";

/**
 * The central difference quotient of the last node by every leaf, at two forward passes a leaf.
 *
 * The step is relative for leaves above 1, absolute below. A quotient is off by the order of step² (what a
 * parabola leaves out) plus ε / step (rounding), so the best step is about the cube root of ε. What stops
 * gradients keeps its value, as in the backward pass.
 * @param {import("./graph.js").Graph} graph
 * @param {Readonly<Record<string, number>>} leaves
 * @param {number} [step]
 * @returns {Record<string, number>}
 */
export function finiteDifferences(graph, leaves, step = 1e-6) {
  /** @type {Record<string, number>} */
  const quotients = {};
  const still = heldStill(graph, () => forward(graph, leaves)) ?? { graph, leaves };
  for (const node of graph.nodes) {
    if (node.op === LEAF) {
      const leaf = leaves[node.name];
      const width = step * Math.max(1, Math.abs(leaf));
      const above = leaf + width;
      const below = leaf - width;
      const rise =
        lastValue(still.graph, still.leaves, node.name, above) -
        lastValue(still.graph, still.leaves, node.name, below);
      // Not 2·width: the leaf moves by what is left of it after rounding.
      quotients[node.name] = rise / (above - below);
    }
  }
  return quotients;
}

/**
 * The same graph, in which what stops gradients is a leaf too, with the values of all leaves.
 * @param {import("./graph.js").Graph} graph
 * @param {() => ArrayLike<number>} values of all nodes
 * @returns {{graph: import("./graph.js").Graph, leaves: Record<string, number>} | null} null where nothing
 *   stops a gradient
 */
export function heldStill(graph, values) {
  const { nodes } = graph;
  const kept = nodes.map((node) => (stopsGradients(node) ? { ...node, op: LEAF, parents: [] } : node));
  if (kept.every((node, i) => node === nodes[i])) return null;
  const known = values();
  return {
    graph: createGraph(kept),
    leaves: Object.fromEntries(kept.flatMap(({ name, op }, i) => (op === LEAF ? [[name, known[i]]] : []))),
  };
}

/**
 * The largest difference of two lists, entry by entry: relative for numbers above 1, absolute below.
 *
 * Equal infinities do not differ, nor does NaN from NaN: what is not defined is so in both. NaN or an
 * infinity in one list alone, and lists of unequal length, differ by ∞.
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 * @returns {number}
 */
export function largestDifference(a, b) {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i += 1) largest = Math.max(largest, differenceBetween(a[i], b[i]));
  return largest;
}

/**
 * @param {import("./graph.js").Graph} graph
 * @param {Readonly<Record<string, number>>} leaves
 * @param {string} name
 * @param {number} value
 */
function lastValue(graph, leaves, name, value) {
  return forward(graph, { ...leaves, [name]: value })[graph.nodes.length - 1];
}

/**
 * @param {number} one
 * @param {number} other
 */
function differenceBetween(one, other) {
  if (one === other || (Number.isNaN(one) && Number.isNaN(other))) return 0;
  const difference = Math.abs(one - other) / Math.max(1, Math.abs(one), Math.abs(other));
  return Number.isFinite(difference) ? difference : Infinity;
}
