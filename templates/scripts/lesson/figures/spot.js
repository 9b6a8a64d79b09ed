/**
 * What the figures of an article are computed from: a pass, and what its reader has chosen in figures.
 *
 * @typedef {import("../../engine/graph.js").Graph} Graph
 *
 * @typedef {object} Spot
 * @property {Graph} graph
 * @property {ArrayLike<number>} values
 * @property {ArrayLike<number>} gradients
 * @property {(index: number) => ArrayLike<number>} localsOf the local derivatives of a node by its parents
 *
 * @typedef {object} FigureChoices what is chosen in figures alone; null: as the lesson has it
 * @property {number | null} prediction
 * @property {number | null} logit
 * @property {0 | 1 | null} target
 * @property {number} rate in the figure of descent
 * @property {number} width of a layer, in the figure of costs
 *
 * @typedef {Readonly<Record<string, string>>} Options what the author has said, by name
 *
 * @typedef {object} Sample a function at one place
 * @property {number} at
 * @property {number} value
 */

/** @type {FigureChoices} */
export const FIRST_FIGURES = Object.freeze({
  prediction: null,
  logit: null,
  target: null,
  rate: 0.1,
  width: 2,
});

/**
 * The names of nodes that are such.
 * @param {Graph} graph
 * @param {(node: import("../../engine/graph.js").GraphNode) => boolean} isSuch
 */
export const namesOf = ({ nodes }, isSuch) => nodes.filter(isSuch).map(({ name }) => name);

/**
 * The leaves that a slider of a figure may move: all but a formula's numbers.
 * @param {Graph} graph
 */
export const sliderNames = (graph) => namesOf(graph, ({ op, role }) => op === "leaf" && role !== "constant");

/**
 * A function at equal distances over a reach.
 * @param {readonly [number, number]} reach
 * @param {number} count
 * @param {(at: number) => number} value
 * @returns {Sample[]}
 */
export const samplesOf = ([from, to], count, value) =>
  Array.from({ length: count + 1 }, (_, k) => {
    const at = from + ((to - from) * k) / count;
    return { at, value: value(at) };
  });

/**
 * The weight that stands on an edge into a weighted sum, or -1.
 * @param {Graph} graph
 * @param {number} child
 * @param {number} position of the source among the child's parents
 */
export const weightOn = ({ nodes }, child, position) =>
  nodes[child].op === "weighted_sum" && nodes[nodes[child].parents[position - 1]]?.role === "weight"
    ? nodes[child].parents[position - 1]
    : -1;
