/**
 * How large the gradients of each layer are, and how much its activations let through: where a gradient
 * vanishes or explodes, it is seen here.
 *
 * @typedef {object} LayerSizes
 * @property {number[]} nodes its pre-activations
 * @property {string} op its activation
 * @property {number} gradient the mean of |∂L/∂w| over its weights
 * @property {number} slope the mean of |f′(z)| over its neurons
 */
import { layerGroups } from "./grain.js";

/**
 * The layers of a network, first to last; none of a formula.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {ArrayLike<number>} gradients
 * @param {(index: number) => ArrayLike<number>} localsOf
 * @returns {LayerSizes[]}
 */
export function layerSizes(graph, gradients, localsOf) {
  const { nodes } = graph;
  return layerGroups(graph)
    .filter(([first]) => nodes[first].role === "pre_activation")
    .map((layer) => {
      const neurons = new Set(layer.map((index) => nodes[index].neuron));
      const weights = nodes.flatMap(({ role, neuron }, index) =>
        role === "weight" && neurons.has(neuron) ? [index] : [],
      );
      // A joint activation is read by its whole layer; its own neuron's pre-activation comes first.
      const own = layer.map(
        (index) => graph.children[index].find((child) => nodes[child].parents[0] === index) ?? -1,
      );
      return {
        nodes: layer,
        op: nodes[own[0]].op,
        gradient: meanSize(weights.map((index) => gradients[index])),
        slope: meanSize(own.map((index) => localsOf(index)[0])),
      };
    });
}

/** @param {number[]} numbers */
const meanSize = (numbers) => numbers.reduce((total, number) => total + Math.abs(number), 0) / numbers.length;
