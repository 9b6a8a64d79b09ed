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
 * @typedef {object} Network no sample is in it
 * @property {readonly Layer[]} layers the last one is the output layer
 * @property {string} loss
 * @property {import("./features.js").Features} [features] what it reads of a sample's columns
 * @property {Readonly<Record<string, string>>} [names] names of one's own, by those that the quantities have
 *   otherwise. Weights that have the same name are one weight, and so are biases: it is read in several
 *   places, and its gradient is the sum over them.
 */
import { featureSymbol } from "./features.js";
import { LEAF, createGraph } from "./graph.js";
import { OPS } from "./operations/table.js";
import { symbolOf } from "./symbols.js";

/**
 * How many numbers a network reads.
 * @param {Network} network
 */
export const inputsOf = ({ layers: [{ weights }] }) => weights[0].length;

/**
 * How many numbers it gives, and so how many targets a sample of it has.
 * @param {Network} network
 */
export const outputsOf = ({ layers }) => layers[layers.length - 1].weights.length;

/**
 * The graph of a network, neuron by neuron.
 *
 * Its nodes are the inputs, the targets, then layer by layer and neuron by neuron the weights, the bias, the
 * pre-activation and the activation, and last the loss; where the activation is joint, the activations of the
 * layer follow all its pre-activations. Neurons are numbered through the whole network. A parameter of
 * several places stands at the first.
 *
 * Throws a RangeError for an operation that is not in the table, and for a name of two that are not one
 * parameter.
 * @param {Network} network
 * @returns {import("./graph.js").Graph}
 */
export function buildGraph(network) {
  /** @type {GraphNode[]} */
  const nodes = [];
  const { names = {} } = network;
  /** @type {Map<string, number>} */
  const parameters = new Map();

  /**
   * @param {string} place its name, where the network has no other for it
   * @param {[string, string]} symbol
   * @param {GraphNode["role"]} role
   * @param {string} op
   * @param {number[]} [parents]
   * @param {number | null} [neuron]
   */
  function add(place, symbol, role, op, parents = [], neuron = null) {
    const name = nameAt(names, place);
    if (role === "weight" || role === "bias") {
      const same = parameters.get(role + name);
      if (same !== undefined) return same;
      parameters.set(role + name, nodes.length);
    }
    nodes.push({ name, symbol: name === place ? symbol : symbolOf(name), role, op, parents, neuron });
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

  let sources = Array.from({ length: inputsOf(network) }, (_, k) =>
    add(`x${k + 1}`, featureSymbol(network.features?.[k] ?? `x${k + 1}`), "input", LEAF),
  );
  const targets = outputNumbers(outputsOf(network)).map((k) => add(`y${k}`, ["y", k], "target", LEAF));
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
  add("L", ["L", ""], "loss", network.loss, [...sources, ...targets]);
  return createGraph(nodes);
}

/**
 * The leaf of every place, in the graph's order; one that has several comes several times.
 * @param {Network} network
 */
export const leafNames = ({ names = {}, ...network }) =>
  buildGraph(network).nodes.flatMap(({ op, name }) => (op === LEAF ? [nameAt(names, name)] : []));

/**
 * @param {Readonly<Record<string, string>>} names
 * @param {string} place
 */
const nameAt = (names, place) => (Object.hasOwn(names, place) ? names[place] : place);

/**
 * Whether some parameter has several places.
 * @param {Network} network
 */
export function isTied(network) {
  if (Object.keys(network.names ?? {}).length === 0) return false;
  const leaves = leafNames(network);
  return new Set(leaves).size < leaves.length;
}

/**
 * The number of every leaf, by the names that `buildGraph` gives them, in the graph's order. Throws a
 * RangeError where there are more or fewer numbers than leaves.
 * @param {Network} network
 * @param {import("./sample.js").Sample} sample
 * @returns {Record<string, number>}
 */
export function leafValues(network, { inputs, target }) {
  if (target.length !== outputsOf(network)) {
    throw new RangeError(`${outputsOf(network)} outputs for ${target.length} targets`);
  }
  const names = leafNames(network);
  const numbers = [...inputs, ...target];
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
export function weightIndex(neuron, source) {
  const parted = neuron > 9 || source > 9;
  return parted
    ? { name: `${neuron}_${source}`, subscript: `${neuron},${source}` }
    : { name: `${neuron}${source}`, subscript: `${neuron}${source}` };
}
