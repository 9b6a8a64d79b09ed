/**
 * Networks of layers, and the graph of one: names and order follow the original lesson. The same as
 * generator/engine/network.py.
 *
 * @typedef {import("./graph.js").GraphNode} GraphNode
 *
 * @typedef {object} Layer neurons that share their sources
 * @property {string} activation
 * @property {readonly (readonly number[])[]} weights one row a neuron, one column a source
 * @property {readonly number[]} biases
 *
 * @typedef {object} Network one sample, the layers that it runs through (the last one is the output layer),
 *   and the loss
 * @property {readonly number[]} inputs
 * @property {readonly number[]} target
 * @property {readonly Layer[]} layers
 * @property {string} loss
 */
import { LEAF, createGraph } from "./graph.js";
import { OPS } from "./operations/table.js";

/**
 * The graph of a network, neuron by neuron.
 *
 * Its nodes are the inputs, the targets, then layer by layer and neuron by neuron the weights, the bias, the
 * pre-activation and the activation, and last the loss; where the activation is joint, the activations of the
 * layer follow all its pre-activations. Neurons are numbered through the whole network.
 *
 * Throws a RangeError for an operation that is not in the table, and for more or fewer outputs than targets.
 * @param {Network} network
 * @returns {import("./graph.js").Graph}
 */
export function buildGraph(network) {
  /** @type {GraphNode[]} */
  const nodes = [];

  /**
   * @param {string} name
   * @param {[string, string]} symbol
   * @param {GraphNode["role"]} role
   * @param {string} op
   * @param {number[]} [parents]
   * @param {number | null} [neuron]
   */
  function add(name, symbol, role, op, parents = [], neuron = null) {
    nodes.push({ name, symbol, role, op, parents, neuron });
    return nodes.length - 1;
  }

  /**
   * That of the neuron whose pre-activation is the first of `parents`.
   * @param {number} depth
   * @param {string} kth
   * @param {number[]} parents
   */
  function addActivation(depth, kth, parents) {
    const op = network.layers[depth].activation;
    const own = nodes[parents[0]].neuron;
    return depth < network.layers.length - 1
      ? add(`h${own}`, ["h", `${own}`], "hidden", op, parents, own)
      : add(`yhat${kth}`, ["ŷ", kth], "output", op, parents, own);
  }

  let sources = network.inputs.map((_, k) => add(`x${k + 1}`, ["x", `${k + 1}`], "input", LEAF));
  const targets = outputNumbers(network.target.length).map((k) => add(`y${k}`, ["y", k], "target", LEAF));
  let neuron = 0;
  network.layers.forEach((layer, depth) => {
    const joint = Object.hasOwn(OPS, layer.activation) && OPS[layer.activation].joint;
    const numbers = outputNumbers(layer.biases.length);
    /** @type {number[]} */
    const preActivations = [];
    /** @type {number[]} */
    const activations = [];
    for (const kth of numbers) {
      neuron += 1;
      const parents = [];
      for (const [k, source] of sources.entries()) {
        const { name, subscript } = weightIndex(neuron, k + 1);
        parents.push(add(`w${name}`, ["w", subscript], "weight", LEAF, [], neuron), source);
      }
      parents.push(add(`b${neuron}`, ["b", `${neuron}`], "bias", LEAF, [], neuron));
      const z = add(`z${neuron}`, ["z", `${neuron}`], "pre_activation", "weighted_sum", parents, neuron);
      preActivations.push(z);
      if (!joint) activations.push(addActivation(depth, kth, [z]));
    }
    if (joint) {
      for (const [k, z] of preActivations.entries()) {
        activations.push(
          addActivation(depth, numbers[k], [z, ...preActivations.filter((other) => other !== z)]),
        );
      }
    }
    sources = activations;
  });
  if (sources.length !== targets.length) {
    throw new RangeError(`${sources.length} outputs for ${targets.length} targets`);
  }
  add("L", ["L", ""], "loss", network.loss, [...sources, ...targets]);
  return createGraph(nodes);
}

/**
 * The number of every leaf, by the names that `buildGraph` gives them, in the graph's order. Throws a
 * RangeError where there are more or fewer numbers than leaves.
 * @param {Network} network
 * @returns {Record<string, number>}
 */
export function leafValues(network) {
  const names = buildGraph(network)
    .nodes.filter((node) => node.op === LEAF)
    .map((node) => node.name);
  const numbers = [...network.inputs, ...network.target];
  for (const layer of network.layers) {
    layer.weights.forEach((row, i) => numbers.push(...row, layer.biases[i]));
  }
  if (numbers.length !== names.length) {
    throw new RangeError(`${numbers.length} numbers for ${names.length} leaves`);
  }
  return Object.fromEntries(names.map((name, i) => [name, numbers[i]]));
}

/**
 * A single output needs no number.
 * @param {number} count
 */
function outputNumbers(count) {
  return count === 1 ? [""] : Array.from({ length: count }, (_, k) => `${k + 1}`);
}

/**
 * The index of a weight in its name and in its symbol: 31 and 31, but 12_3 and 12,3, lest they run together.
 * @param {number} neuron
 * @param {number} source
 */
function weightIndex(neuron, source) {
  const parted = neuron > 9 || source > 9;
  return parted
    ? { name: `${neuron}_${source}`, subscript: `${neuron},${source}` }
    : { name: `${neuron}${source}`, subscript: `${neuron}${source}` };
}
