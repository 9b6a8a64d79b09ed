/**
 * Paths that meet: the product of each path from a node to the loss, end to end, and their sum.
 *
 * @typedef {object} Meeting
 * @property {number} from
 * @property {{by: number, product: number, before: number}[]} parts by which node each path leaves, its
 *   product, and the sum of those before it
 * @property {number} total
 * @property {number} rest the sum of the paths that are not among the parts
 * @property {string} slider
 */
import { studyPaths } from "../paths.js";
import { namesOf, sliderNames, weightOn } from "./spot.js";

const MOST_PARTS = 6;

/** @param {import("../../engine/graph.js").Graph} graph */
export const meetingRoom = (graph) => ({
  from: namesOf(graph, ({ role }) => role !== "target" && role !== "constant" && role !== "loss"),
  slider: sliderNames(graph),
});

/**
 * @param {import("./spot.js").Spot} spot
 * @param {import("./spot.js").Options} options
 * @returns {Meeting}
 */
export function meetingOf({ graph, localsOf }, { from, slider }) {
  const { nodes, index } = graph;
  const start = index[from ?? meetingRoom(graph).from[0]];
  const study = studyPaths(graph, localsOf, start, nodes.length - 1);
  // In the order of the graph, so that they keep their places while their sizes change.
  const ways = study.paths
    .map(({ factors, product }) => ({ first: factors[factors.length - 1], product }))
    .sort((one, other) => one.first.child - other.first.child)
    .slice(0, MOST_PARTS);
  let sum = 0;
  const parts = ways.map(({ first, product }) => {
    const part = { by: first.child, product, before: sum };
    sum += product;
    return part;
  });
  const turned = ways[ways.length - 1]?.first;
  const weight = turned ? weightOn(graph, turned.child, turned.position) : -1;
  return {
    from: start,
    parts,
    total: study.total,
    rest: study.total - sum,
    slider: slider ?? nodes[weight < 0 ? start : weight].name,
  };
}
