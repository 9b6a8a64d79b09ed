/**
 * What there is to compute in a graph, in steps: layers, that is neurons which share their sources, are found
 * by rule, whatever their nodes are called and wherever they stand. The same as generator/engine/layers.py.
 *
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {"parameters" | "all"} Wanted whose gradients: "parameters" are all leaves but inputs and targets
 *
 * @typedef {object} LayerOfNodes indices of nodes; one entry a neuron, but for sources and loss, which they
 *   share
 * @property {readonly number[]} sources
 * @property {readonly (readonly number[])[]} weights leaves that no other node reads, one for each source
 * @property {readonly number[]} biases likewise
 * @property {readonly number[]} sums the weighted sums, ascending
 * @property {readonly number[]} activations all of one operation, each the only reader of its sum; else empty
 * @property {number | null} loss the cross-entropy of just these activations, where it can be computed with
 *   them
 */
import { LEAF } from "./graph.js";
import { OPS } from "./operations/table.js";

/** Losses that can be computed along with the activations that they belong to. */
const CROSS_ENTROPIES = new Set(["bce", "cce"]);

/**
 * Layers, and the index of every node that is in none, in an order in which they can be computed. A layer
 * stands where its first neuron does: what it reads comes before all of its neurons, what reads it, after.
 * @param {Graph} graph
 * @param {readonly boolean[]} needed as `neededGradients` says
 * @returns {(LayerOfNodes | number)[]}
 */
export function stepsOf(graph, needed) {
  const layers = new Map(layersOf(graph, needed).map((layer) => [layer.sums[0], layer]));
  /** @type {Set<number>} */
  const found = new Set();
  /** @type {(LayerOfNodes | number)[]} */
  const steps = [];
  graph.nodes.forEach(({ op }, i) => {
    if (op === LEAF || found.has(i)) return;
    const layer = layers.get(i);
    steps.push(layer ?? i);
    for (const node of layer === undefined ? [] : nodesOf(layer)) found.add(node);
  });
  return steps;
}

/**
 * What a layer computes, in order.
 * @param {LayerOfNodes} layer
 */
export function nodesOf({ sums, activations, loss }) {
  return [...sums, ...activations, ...(loss === null ? [] : [loss])];
}

/**
 * Which nodes need a gradient: those wanted, those on the way to them, and the last, where all gradients
 * begin.
 * @param {Graph} graph
 * @param {Wanted} wanted
 */
export function neededGradients({ nodes, receivers }, wanted) {
  /** @type {boolean[]} */
  const needed = [];
  nodes.forEach(({ op, role }, i) => {
    const isWanted = wanted === "all" || i === nodes.length - 1;
    const isParameter = op === LEAF && role !== "input" && role !== "target";
    needed.push(isWanted || isParameter || receivers[i].some((receiver) => needed[receiver]));
  });
  return needed;
}

/**
 * @param {Graph} graph
 * @param {readonly boolean[]} needed
 * @returns {LayerOfNodes[]}
 */
function layersOf(graph, needed) {
  /** @type {Map<string, number[]>} */
  const bySources = new Map();
  graph.nodes.forEach(({ parents }, i) => {
    if (!isNeuron(graph, i, needed)) return;
    const key = parents.filter((_, k) => k % 2 === 1).join();
    const sums = bySources.get(key);
    if (sums === undefined) bySources.set(key, [i]);
    else sums.push(i);
  });
  return [...bySources.values()].map((sums) => {
    const parents = sums.map((sum) => graph.nodes[sum].parents);
    const sources = parents[0].filter((_, k) => k % 2 === 1);
    const own = activationsOf(graph, sums);
    const activations = own.length > 0 ? own : jointActivationsOf(graph, sums);
    const loss = activations.length > 0 ? crossEntropyOf(graph, activations, needed) : null;
    return {
      sources,
      weights: parents.map((each) => each.filter((_, k) => k % 2 === 0 && k < 2 * sources.length)),
      biases: parents.map((each) => each[2 * sources.length]),
      sums,
      // What is joint can be computed with its loss alone.
      activations: own.length > 0 || loss !== null ? activations : [],
      loss,
    };
  });
}

/**
 * Whether node i is a weighted sum of sources, none of which comes twice, with parameters of its own.
 * @param {Graph} graph
 * @param {number} i
 * @param {readonly boolean[]} needed
 */
function isNeuron({ nodes, children }, i, needed) {
  const { op, parents } = nodes[i];
  return (
    op === "weighted_sum" &&
    parents.length > 2 &&
    parents.length % 2 === 1 &&
    new Set(parents).size === parents.length &&
    parents.every(
      (parent, k) =>
        k % 2 === 1 || (nodes[parent].op === LEAF && children[parent].length === 1 && needed[parent]),
    )
  );
}

/**
 * @param {Graph} graph
 * @param {readonly number[]} sums
 */
function activationsOf({ nodes, children, receivers }, sums) {
  const readers = sums.flatMap((sum) => children[sum]);
  if (readers.length !== sums.length || !sums.every((sum) => children[sum].length === 1)) return [];
  const { op } = nodes[readers[0]];
  const passesOn = receivers[readers[0]].length > 0;
  const fit =
    OPS[op].kind === "activation" &&
    readers.every(
      (reader) =>
        nodes[reader].op === op &&
        nodes[reader].parents.length === 1 &&
        receivers[reader].length > 0 === passesOn,
    );
  return fit ? readers : [];
}

/**
 * The activations of a layer that are computed from all of its sums at once, each of which reads its own sum
 * first.
 * @param {Graph} graph
 * @param {readonly number[]} sums
 */
function jointActivationsOf({ nodes, children }, sums) {
  const readers = children[sums[0]];
  const fit =
    readers.length === sums.length &&
    readers.every((reader, k) => OPS[nodes[reader].op].joint && nodes[reader].parents[0] === sums[k]) &&
    sums.every(
      (sum) => children[sum].length === readers.length && children[sum].every((own, k) => own === readers[k]),
    );
  return fit ? readers : [];
}

/**
 * The loss that reads these activations and nothing else, in its canonical form: sigmoid or softmax with
 * their cross-entropies. Its derivatives by the sums can be computed along with it, but not those by
 * predictions and targets, so these must not be needed.
 * @param {Graph} graph
 * @param {readonly number[]} activations
 * @param {readonly boolean[]} needed
 */
function crossEntropyOf({ nodes, children, rules }, activations, needed) {
  const loss = children[activations[0]][0];
  if (
    loss === undefined ||
    !CROSS_ENTROPIES.has(nodes[loss].op) ||
    rules[loss] !== OPS[nodes[loss].op].canonical
  ) {
    return null;
  }
  const { parents } = nodes[loss];
  const fits =
    parents.length === 2 * activations.length &&
    activations.every((activation, k) => parents[k] === activation) &&
    parents.every((parent, k) => !needed[parent] && (k < activations.length || nodes[parent].op === LEAF));
  return fits ? loss : null;
}
