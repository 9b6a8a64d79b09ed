/**
 * Graphs of operations: the forward pass, and the chain rule. The same as generator/engine/graph.py.
 *
 * @typedef {object} GraphNode
 * @property {string} name unique, ASCII
 * @property {readonly [string, string]} symbol base and subscript
 * @property {string} role what the node is in its network
 * @property {string} op a key of OPS, or "leaf"
 * @property {readonly number[]} parents indices of earlier nodes, in order, with repetition (x·x has two parents)
 * @property {number | null} neuron the neuron (from 1) it belongs to
 *
 * @typedef {object} Graph
 * @property {readonly GraphNode[]} nodes in topological order; the last one is what is differentiated
 * @property {Readonly<Record<string, number>>} index name -> position
 * @property {readonly (readonly number[])[]} children each child once, in order
 * @property {ReadonlyMap<number, number[]>} canonical losses that are computed from pre-activations: the loss -> these
 * @property {ReadonlyMap<number, {loss: number, position: number}>} shortcuts their predictions -> the loss, and the
 *   prediction's position among its parents
 */
import { OPS } from "./ops.js";

/** @param {readonly GraphNode[]} nodes @returns {Graph} */
export function createGraph(nodes) {
  const index = Object.freeze(Object.fromEntries(nodes.map((node, i) => [node.name, i])));
  /** @type {number[][]} */
  const children = nodes.map(() => []);
  nodes.forEach((node, i) => {
    for (const parent of new Set(node.parents)) children[parent].push(i);
  });
  const canonical = canonicalLosses(nodes, children);
  const shortcuts = new Map([...canonical].flatMap(([loss, logits]) =>
    logits.map((_, position) => [nodes[loss].parents[position], { loss, position }])));
  return { nodes, index, children, canonical, shortcuts };
}

/** @param {readonly GraphNode[]} nodes @param {number[][]} children @returns {Map<number, number[]>} */
function canonicalLosses(nodes, children) {
  const losses = new Map();
  nodes.forEach((node, i) => {
    const rule = OPS[node.op]?.canonical;
    const predictions = node.parents.slice(0, node.parents.length / 2);
    const fits = (/** @type {number} */ p) => nodes[p].op === rule?.activation && children[p].length === 1
      && node.parents.filter((parent) => parent === p).length === 1;
    if (rule && predictions.every(fits)) losses.set(i, predictions.map((p) => nodes[p].parents[0]));
  });
  return losses;
}

/** The value of every node, in the graph's order. @param {Graph} graph @param {Readonly<Record<string, number>>} leaves @returns {Float64Array} */
export function forward(graph, leaves) {
  const values = new Float64Array(graph.nodes.length);
  graph.nodes.forEach((node, i) => {
    if (node.op === "leaf") values[i] = leaves[node.name];
    else if (graph.canonical.has(i)) values[i] = canonicalRule(graph, i).forward(canonicalOperands(graph, values, i));
    else values[i] = OPS[node.op].forward(node.parents.map((parent) => values[parent]));
  });
  return values;
}

/** ∂nodeᵢ/∂parent for each parent of node i, in order; none for a leaf. @param {Graph} graph @param {Float64Array} values @param {number} i @returns {number[]} */
export function localDerivatives(graph, values, i) {
  const node = graph.nodes[i];
  if (node.op === "leaf") return [];
  if (graph.canonical.has(i)) return canonicalRule(graph, i).localDerivatives(canonicalOperands(graph, values, i));
  return OPS[node.op].localDerivatives(node.parents.map((parent) => values[parent]), values[i]);
}

/**
 * The derivative of the last node by every node: reverse accumulation, from the last node to the first.
 *
 * Every node hands to each of its parents what has arrived at it times the local derivative; what arrives along several
 * ways adds up. See Griewank & Walther, Evaluating Derivatives (2008), section 3.2.
 * @param {Graph} graph
 * @param {Float64Array} values
 * @returns {Float64Array}
 */
export function backward(graph, values) {
  const gradients = new Float64Array(graph.nodes.length);
  gradients[graph.nodes.length - 1] = 1;
  for (let i = graph.nodes.length - 1; i >= 0; i -= 1) {
    for (const { parent, upstream, local } of contributions(graph, values, gradients, i)) {
      gradients[parent] += upstream * local;
    }
  }
  return gradients;
}

/** For each parent of node i: the parent, the gradient that comes from above, the local derivative. @param {Graph} graph @param {Float64Array} values @param {Float64Array} gradients @param {number} i */
function contributions(graph, values, gradients, i) {
  const { parents } = graph.nodes[i];
  const shortcut = graph.shortcuts.get(i);
  if (shortcut) {
    // Between a loss and its canonical activation the product is known in closed form, and never ∞ · 0.
    const { loss, position } = shortcut;
    const through = canonicalRule(graph, loss).through(canonicalOperands(graph, values, loss));
    return [{ parent: parents[0], upstream: gradients[loss], local: through[position] }];
  }
  const locals = localDerivatives(graph, values, i);
  return parents.map((parent, position) => ({ parent, upstream: gradients[i], local: locals[position] }));
}

/** @param {Graph} graph @param {number} loss */
const canonicalRule = (graph, loss) =>
  /** @type {import("./ops.js").Canonical} */ (OPS[graph.nodes[loss].op].canonical);

/** @param {Graph} graph @param {Float64Array} values @param {number} loss */
function canonicalOperands({ nodes, canonical }, values, loss) {
  const { parents } = nodes[loss];
  const logits = canonical.get(loss) ?? [];
  return [...logits, ...parents.slice(parents.length / 2)].map((i) => values[i]);
}
