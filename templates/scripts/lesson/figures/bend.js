/**
 * The bend: an activation with its tangent, a small step along it, and its slope as a curve of its own.
 *
 * @typedef {import("./spot.js").Spot} Spot
 * @typedef {object} Bend
 * @property {number} of the activation
 * @property {number} along its pre-activation
 * @property {number} weight the first of its neuron: what its slope is a factor of
 * @property {string} slider the leaf that the figure moves
 * @property {readonly [number, number]} reach
 * @property {import("./spot.js").Sample[]} curve
 * @property {import("./spot.js").Sample[]} slopes
 * @property {{at: number, value: number, slope: number}} point
 * @property {{along: number, up: number}} step Δz, and the Δh that comes of it
 */
import { OPS } from "../../engine/operations/table.js";
import { namesOf, samplesOf, sliderNames } from "./spot.js";

const SAMPLES = 26;
const REACH = 4;
const STEP = 0.1;

/** @param {import("../../engine/graph.js").Graph} graph */
const isBend =
  ({ nodes }) =>
  (/** @type {import("../../engine/graph.js").GraphNode} */ { op, parents }) =>
    OPS[op]?.kind === "activation" && !OPS[op].joint && nodes[parents[0]].role === "pre_activation";

/** @param {import("../../engine/graph.js").Graph} graph */
export const bendRoom = (graph) => ({ node: namesOf(graph, isBend(graph)), slider: sliderNames(graph) });

/**
 * @param {Spot} spot
 * @param {import("./spot.js").Options} options
 * @returns {Bend}
 */
export function bendOf({ graph, values, localsOf }, { node, slider }) {
  const { nodes, index } = graph;
  const of = index[node ?? bendRoom(graph).node[0]];
  const { op, parents } = nodes[of];
  const [along] = parents;
  const [first] = nodes[along].parents;
  const bias = nodes[along].parents[nodes[along].parents.length - 1];
  const at = values[along];
  const far = Number.isFinite(at) ? Math.max(REACH, Math.ceil(Math.abs(at))) : REACH;
  /** @type {[number, number]} */
  const reach = [-far, far];
  const value = (/** @type {number} */ z) => OPS[op].forward([z]);
  return {
    of,
    along,
    weight: first,
    slider: slider ?? nodes[bias].name,
    reach,
    curve: samplesOf(reach, SAMPLES, value),
    slopes: samplesOf(reach, SAMPLES, (z) => OPS[op].localDerivatives([z], value(z))[0]),
    point: { at, value: values[of], slope: localsOf(of)[0] },
    step: { along: STEP, up: value(at + STEP) - value(at) },
  };
}
