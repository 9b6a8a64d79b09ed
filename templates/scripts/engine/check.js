/** An oracle inside the product: derivatives by finite differences, and how far two lists of numbers are apart. The same as generator/engine/check.py. */
import { forward } from "./graph.js";

/**
 * ∂(last node)/∂leaf for every leaf by central differences, (f(v + h) − f(v − h)) / 2h with h = step · max(1, |v|).
 * @param {import("./graph.js").Graph} graph
 * @param {Readonly<Record<string, number>>} leaves
 * @param {number} [step]
 * @returns {Record<string, number>}
 */
export function finiteDifferences(graph, leaves, step = 1e-6) {
  const last = (/** @type {string} */ name, /** @type {number} */ value) =>
    forward(graph, { ...leaves, [name]: value })[graph.nodes.length - 1];
  return Object.fromEntries(graph.nodes.filter((node) => node.op === "leaf").map(({ name }) => {
    const value = leaves[name];
    const width = step * Math.max(1, Math.abs(value));
    return [name, (last(name, value + width) - last(name, value - width)) / (value + width - (value - width))];
  }));
}

/**
 * The largest difference between two lists, relative where numbers are above 1, absolute below. Equal infinities do not
 * differ; NaN, or an infinity on one side alone, differ infinitely, and so do lists of different lengths.
 * @param {ArrayLike<number>} left
 * @param {ArrayLike<number>} right
 */
export function largestDifference(left, right) {
  if (left.length !== right.length) return Infinity;
  return Array.from(left).reduce((largest, a, i) => Math.max(largest, difference(a, right[i])), 0);
}

/** @param {number} a @param {number} b */
function difference(a, b) {
  if (a === b) return 0;
  const apart = Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
  return Number.isFinite(apart) ? apart : Infinity;
}
