/**
 * One chain: the factors on a path from a leaf to the loss, and what is left of the gradient after each.
 *
 * @typedef {object} Link one factor
 * @property {number} child
 * @property {number} parent the factor is ∂child/∂parent
 * @property {number} local
 * @property {number} soFar the product up to here: on a single path, ∂L/∂parent
 *
 * @typedef {object} Chain
 * @property {number} from
 * @property {Link[]} links from the loss on
 * @property {boolean} isAll whether this path is the only one
 * @property {string} slider
 */
import { OPS } from "../../engine/operations/table.js";
import { studyPaths } from "../paths.js";
import { namesOf, sliderNames, weightOn } from "./spot.js";

/** @param {import("../../engine/graph.js").Graph} graph */
export const chainRoom = (graph) => ({
  from: namesOf(graph, ({ op, role }) => op === "leaf" && role !== "constant" && role !== "target"),
  slider: sliderNames(graph),
});

/**
 * @param {import("./spot.js").Spot} spot
 * @param {import("./spot.js").Options} options
 * @returns {Chain}
 */
export function chainOf({ graph, gradients, localsOf }, { from, slider }) {
  const { nodes, index } = graph;
  const start = index[from ?? chainRoom(graph).from[0]];
  const { paths, count } = studyPaths(graph, localsOf, start, nodes.length - 1);
  const { factors } = paths[0];
  /** @type {Link[]} */
  const links = [];
  for (const { child, parent, local } of factors) {
    const before = links[links.length - 1];
    if (before && isPair(graph, before, child, parent)) {
      // What is flat in one and steep in the other is one factor, as it is computed.
      const joined = gradients[parent];
      links[links.length - 1] = { child: before.child, parent, local: joined, soFar: joined };
    } else links.push({ child, parent, local, soFar: (before?.soFar ?? 1) * local });
  }
  const weights = factors
    .map(({ child, position }) => weightOn(graph, child, position))
    .filter((weight) => weight >= 0 && weight !== start);
  return {
    from: start,
    links,
    isAll: count === 1n,
    slider: slider ?? nodes[weights[0] ?? start].name,
  };
}

/**
 * Whether the factor before is that of the loss, and this one that of its canonical activation.
 * @param {import("../../engine/graph.js").Graph} graph
 * @param {Link} before
 * @param {number} child
 * @param {number} parent
 */
const isPair = ({ nodes, children }, before, child, parent) =>
  before.parent === child &&
  OPS[nodes[before.child].op].canonical?.activation === nodes[child].op &&
  children[child].length === 1 &&
  children[parent].length === 1;
