/**
 * Graphs of operations, the forward pass and the backward pass; the same as generator/engine/graph.py.
 *
 * The chain rule stands in `backward`, once, for every graph and every operation: what an operation computes
 * and how it is differentiated, its entry in the table says.
 *
 * @typedef {"input" | "target" | "weight" | "bias" | "pre_activation" | "hidden" | "output" | "loss" |
 *   "parameter" | "constant" | "operation"} Role the last three are those of a formula: a free name and a
 *   number, both leaves, and what is computed from them
 *
 * @typedef {object} GraphNode one quantity
 * @property {string} name ASCII, unique in its graph
 * @property {readonly [string, string]} symbol base and subscript, as people write them
 * @property {Role} role
 * @property {string} op a key of OPS, or LEAF
 * @property {readonly number[]} parents indices of earlier nodes, in order and with repetition: x·x has two
 * @property {number | null} neuron the number, from 1, of the neuron that the node belongs to
 *
 * @typedef {object} Graph nodes in topological order, and what follows from them; the last node is
 *   differentiated
 * @property {readonly GraphNode[]} nodes
 * @property {Readonly<Record<string, number>>} index name -> index
 * @property {readonly (readonly number[])[]} children for node i, the nodes that it is a parent of, each
 *   once, ascending
 * @property {readonly (import("./operations/operation.js").Operation |
 *   import("./operations/operation.js").Canonical | null)[]} rules what computes node i
 * @property {readonly (readonly number[])[]} sources from whose values node i is computed: its parents,
 *   except where a loss meets its canonical activation
 * @property {readonly (readonly number[])[]} receivers to whom the gradient of node i goes: its parents,
 *   likewise; of what stops gradients, nobody
 */
import { OPS } from "./operations/table.js";

/** The `op` of a node that is given, not computed. */
export const LEAF = "leaf";

/**
 * The graph of these nodes. Throws a RangeError for a name that comes twice, an operation that is not in the
 * table, and a parent that does not come before its child.
 * @param {readonly GraphNode[]} nodes
 * @returns {Graph}
 */
export function createGraph(nodes) {
  /** @type {Record<string, number>} */
  const index = Object.create(null);
  /** @type {number[][]} */
  const children = nodes.map(() => []);
  nodes.forEach((node, i) => {
    if (node.name in index) throw new RangeError(`two nodes are called ${node.name}`);
    if (node.op !== LEAF && !Object.hasOwn(OPS, node.op)) {
      throw new RangeError(`${node.name} has the unknown operation ${node.op}`);
    }
    if (!node.parents.every((parent) => 0 <= parent && parent < i)) {
      throw new RangeError(`${node.name} has a parent that does not come before it`);
    }
    index[node.name] = i;
    for (const parent of new Set(node.parents)) children[parent].push(i);
  });

  /** @type {(import("./operations/operation.js").Operation | import("./operations/operation.js").Canonical | null)[]} */
  const rules = nodes.map((node) => (node.op === LEAF ? null : OPS[node.op]));
  const sources = nodes.map((node) => node.parents);
  const receivers = nodes.map((node) => (stopsGradients(node) ? [] : node.parents));
  nodes.forEach((node, i) => {
    const canonical = canonicalForm(nodes, children, i);
    if (canonical !== null) {
      const { predictions, targets } = halves(node.parents);
      const logits = predictions.map((prediction) => nodes[prediction].parents[0]);
      // The loss reads and serves the logits itself, so its predictions have nothing left to pass on.
      rules[i] = canonical;
      sources[i] = [...logits, ...targets];
      receivers[i] = [...node.parents, ...logits];
      for (const prediction of predictions) receivers[prediction] = [];
    }
  });
  return { nodes, index, children, rules, sources, receivers };
}

/**
 * Whether a node passes no gradient on, on purpose.
 * @param {GraphNode} node
 */
export const stopsGradients = ({ op }) => op !== LEAF && OPS[op].stops;

/**
 * The canonical form of node i, if it is a loss all of whose predictions are its own activation's and its
 * alone. Where that activation is joint, they must also be made of the same logits, each with its own first.
 * @param {readonly GraphNode[]} nodes
 * @param {readonly (readonly number[])[]} children
 * @param {number} i
 */
function canonicalForm(nodes, children, i) {
  const { op, parents } = nodes[i];
  const canonical = op === LEAF ? null : OPS[op].canonical;
  if (canonical === null) return null;
  const { predictions, targets } = halves(parents);
  const logits = predictions.flatMap((prediction) => nodes[prediction].parents.slice(0, 1));
  const { joint } = OPS[canonical.activation];
  const fits = predictions.every(
    (prediction) =>
      nodes[prediction].op === canonical.activation &&
      children[prediction].length === 1 &&
      !targets.includes(prediction) &&
      (!joint || isReordered(nodes[prediction].parents, logits)),
  );
  return fits ? canonical : null;
}

/**
 * Whether two lists hold the same indices, in whatever order.
 * @param {readonly number[]} one
 * @param {readonly number[]} other
 */
function isReordered(one, other) {
  const ascending = (/** @type {readonly number[]} */ list) => [...list].sort((a, b) => a - b).join();
  return ascending(one) === ascending(other);
}

/**
 * A loss's predictions, and its targets.
 * @param {readonly number[]} parents
 */
function halves(parents) {
  const half = parents.length / 2;
  return { predictions: parents.slice(0, half), targets: parents.slice(half) };
}

/**
 * The value of every node, by index. Throws a RangeError for a leaf that is missing.
 * @param {Graph} graph
 * @param {Readonly<Record<string, number>>} leaves
 * @returns {Float64Array}
 */
export function forward(graph, leaves) {
  const values = new Float64Array(graph.nodes.length);
  for (let i = 0; i < values.length; i += 1) {
    const rule = graph.rules[i];
    values[i] =
      rule === null ? leafValue(leaves, graph.nodes[i].name) : rule.forward(operandsOf(graph, values, i));
  }
  return values;
}

/**
 * The gradient of every node, by index: the derivative of the last node by it.
 *
 * This is reverse accumulation. From the last node to the first, each node hands to every node that it was
 * computed from the gradient that has arrived at itself times the local derivative; whatever arrives at one
 * node along several paths adds up there. See Griewank & Walther, Evaluating Derivatives (2008), section 3.2.
 * @param {Graph} graph
 * @param {Float64Array} values
 * @returns {Float64Array}
 */
export function backward(graph, values) {
  const gradients = new Float64Array(graph.nodes.length);
  gradients[gradients.length - 1] = 1;
  for (let i = gradients.length - 1; i >= 0; i -= 1) {
    const upstream = gradients[i];
    const local = derivativesOf(graph, values, i);
    const receivers = graph.receivers[i];
    for (let k = 0; k < receivers.length; k += 1) gradients[receivers[k]] += upstream * local[k];
  }
  return gradients;
}

/**
 * The derivative of node i by each of its parents, in order, all else held still; nothing for a leaf.
 * @param {Graph} graph
 * @param {Float64Array} values
 * @param {number} i
 * @returns {number[]}
 */
export function localDerivatives(graph, values, i) {
  return derivativesOf(graph, values, i).slice(0, graph.nodes[i].parents.length);
}

/**
 * @param {Graph} graph
 * @param {Float64Array} values
 * @param {number} i
 * @returns {number[]}
 */
function derivativesOf(graph, values, i) {
  const rule = graph.rules[i];
  return rule === null ? [] : rule.localDerivatives(operandsOf(graph, values, i), values[i]);
}

/**
 * @param {Graph} graph
 * @param {Float64Array} values
 * @param {number} i
 */
function operandsOf(graph, values, i) {
  return graph.sources[i].map((source) => values[source]);
}

/**
 * @param {Readonly<Record<string, number>>} leaves
 * @param {string} name
 */
function leafValue(leaves, name) {
  if (!Object.hasOwn(leaves, name)) throw new RangeError(`no value for ${name}`);
  return leaves[name];
}
