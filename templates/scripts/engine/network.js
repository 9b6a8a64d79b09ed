/**
 * Layers of neurons -> a graph in which every value of the network is a node. The same as generator/engine/network.py.
 *
 * @typedef {object} Layer neurons that read the same sources
 * @property {string} activation
 * @property {number[][]} weights one row a neuron, one column a source
 * @property {number[]} biases
 *
 * @typedef {object} Network layers from the inputs to the outputs, the loss at their end, and one sample
 * @property {number[]} inputs
 * @property {number[]} target
 * @property {Layer[]} layers
 * @property {string} loss
 */
import { createGraph } from "./graph.js";

/**
 * Inputs, targets, then neuron by neuron its weights, bias, pre-activation and activation; last the loss.
 * Neurons are numbered through the network. A weighted sum's parents are w₁, s₁, w₂, s₂, …, b.
 * @param {Network} network
 * @returns {import("./graph.js").Graph}
 */
export function buildGraph(network) {
  /** @type {import("./graph.js").GraphNode[]} */
  const nodes = [];
  /** @param {string} name @param {[string, string]} symbol @param {string} role @param {string} op @param {number[]} parents @param {number | null} neuron */
  const add = (name, symbol, role, op, parents, neuron) => nodes.push({ name, symbol, role, op, parents, neuron }) - 1;

  let sources = network.inputs.map((_, i) => add(`x${i + 1}`, ["x", String(i + 1)], "input", "leaf", [], null));
  const targets = outputNumbers(network.target.length).map((i) => add(`y${i}`, ["y", i], "target", "leaf", [], null));
  let neuron = 0;
  network.layers.forEach((layer, depth) => {
    sources = activationNames(layer, neuron, depth === network.layers.length - 1).map(({ name, symbol, role }) => {
      neuron += 1;
      const weighted = sources.flatMap((source, k) => {
        const apart = Math.max(neuron, k + 1) > 9;
        const weight = add(`w${neuron}${apart ? "_" : ""}${k + 1}`, ["w", `${neuron}${apart ? "," : ""}${k + 1}`], "weight", "leaf", [], neuron);
        return [weight, source];
      });
      const bias = add(`b${neuron}`, ["b", String(neuron)], "bias", "leaf", [], neuron);
      const z = add(`z${neuron}`, ["z", String(neuron)], "pre_activation", "weighted_sum", [...weighted, bias], neuron);
      return add(name, symbol, role, layer.activation, [z], neuron);
    });
  });
  add("L", ["L", ""], "loss", network.loss, [...sources, ...targets], null);
  return createGraph(nodes);
}

/** The number of every leaf of the network's graph, by name. @param {Network} network @returns {Record<string, number>} */
export function leafValues(network) {
  const parameters = network.layers.flatMap((layer) => layer.weights.flatMap((row, i) => [...row, layer.biases[i]]));
  const numbers = [...network.inputs, ...network.target, ...parameters];
  const leaves = buildGraph(network).nodes.filter((node) => node.op === "leaf");
  return Object.fromEntries(leaves.map((node, i) => [node.name, numbers[i]]));
}

/** A single output needs no number. @param {number} count */
const outputNumbers = (count) => (count === 1 ? [""] : Array.from({ length: count }, (_, i) => String(i + 1)));

/** What each neuron of a layer puts out; `before` neurons come before the layer. @param {Layer} layer @param {number} before @param {boolean} last @returns {{name: string, symbol: [string, string], role: string}[]} */
function activationNames(layer, before, last) {
  return last
    ? outputNumbers(layer.biases.length).map((i) => ({ name: `yhat${i}`, symbol: ["ŷ", i], role: "output" }))
    : layer.biases.map((_, i) => ({ name: `h${before + i + 1}`, symbol: ["h", String(before + i + 1)], role: "hidden" }));
}
