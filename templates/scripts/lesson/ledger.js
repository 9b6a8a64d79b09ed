/**
 * What each way to all gradients costs, in multiplications and additions: counted on a graph, exactly. Sought
 * are the
 * derivatives of the last node by every leaf that can be chosen: inputs, weights, biases, the names of a
 * formula, not
 * targets and constants. Only edges count that such a derivative runs along.
 *
 * The rules:
 * - The forward pass costs what COSTS says of each operation. A division counts as a multiplication, a
 * subtraction as an
 *   addition. Functions (tanh, exp, a power …) count nothing, nor do the local derivatives: with the values
 *   at hand, all
 *   ways but the last need each of them once.
 * - backward: the forward pass; then for each edge one multiplication, upstream times local, and where
 * several gradients
 *   arrive at a node, one addition fewer than there are.
 * - forward mode: the forward pass; then for each leaf one pass over the same edges, with one multiplication
 * for each, and
 *   where several arrive at a node, one addition fewer.
 * - path by path: the forward pass; then for each path one multiplication fewer than it has edges, and for
 * each leaf one
 *   addition fewer than it has paths.
 * - finite differences: for each leaf two forward passes, at w + ε and w − ε, and two additions, one
 * subtraction and one
 *   division besides.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {{multiplications: bigint, additions: bigint}} Cost
 * @typedef {object} Ledger
 * @property {number} leaves by how many the derivative is sought
 * @property {Cost} forward one forward pass
 * @property {Record<"backward" | "forward_mode" | "finite" | "paths", Cost>} ways
 */

/**
 * The forward cost [multiplications, additions] of an operation with n operands; what is not here is free.
 * @type {Readonly<Record<string, (n: number) => [number, number]>>}
 */
const COSTS = {
  // w₁·s₁ + w₂·s₂ + … + b
  weighted_sum: (n) => [(n - 1) / 2, (n - 1) / 2],
  add: (n) => [0, n - 1],
  multiply: (n) => [n - 1, 0],
  subtract: () => [0, 1],
  divide: () => [1, 0],
  // exp(zᵢ) over the sum of all n
  softmax: (n) => [1, n - 1],
  // 0.01·z, z·Φ(z), z·σ(z)
  leaky_relu: () => [1, 0],
  gelu: () => [1, 0],
  silu: () => [1, 0],
  mse: meanCost(1, 1),
  // −y·ln ŷ − (1 − y)·ln(1 − ŷ)
  bce: meanCost(2, 3),
  mae: meanCost(0, 1),
  huber: meanCost(2, 1),
  hinge: meanCost(1, 1),
  // A sum over the classes, not a mean.
  cce: (n) => [n / 2, n / 2 - 1],
};

/**
 * The mean over the outputs of a term that costs so much.
 * @param {number} multiplications
 * @param {number} additions
 * @returns {(n: number) => [number, number]}
 */
function meanCost(multiplications, additions) {
  return (n) => {
    const outputs = n / 2;
    return [outputs * multiplications + (outputs > 1 ? 1 : 0), outputs * additions + outputs - 1];
  };
}

const NOT_SOUGHT = new Set(["target", "constant"]);

/** @type {WeakMap<Graph, Ledger>} */
const ledgers = new WeakMap();

/**
 * Counted once for each graph.
 * @param {Graph} graph
 * @returns {Ledger}
 */
export function ledgerOf(graph) {
  const known = ledgers.get(graph);
  if (known) return known;
  const ledger = countCosts(graph);
  ledgers.set(graph, ledger);
  return ledger;
}

/**
 * @param {Graph} graph
 * @returns {Ledger}
 */
function countCosts({ nodes }) {
  const last = nodes.length - 1;
  const depends = new Uint8Array(nodes.length);
  nodes.forEach(({ op, role, parents }, i) => {
    if (op === "leaf" ? !NOT_SOUGHT.has(role) : parents.some((parent) => depends[parent])) depends[i] = 1;
  });
  const leads = new Uint8Array(nodes.length);
  leads[last] = 1;
  // By node: how many gradients arrive at it, and its paths to the end with the edges on all of them.
  const arrivals = new Int32Array(nodes.length);
  const paths = nodes.map(() => 0n);
  const lengths = nodes.map(() => 0n);
  paths[last] = 1n;
  let [edges, meetings] = [0, 0];
  const pass = { multiplications: 0, additions: 0 };
  for (let i = last; i >= 0; i -= 1) {
    const { op, parents } = nodes[i];
    const [multiplications, additions] = COSTS[op]?.(parents.length) ?? [0, 0];
    pass.multiplications += multiplications;
    pass.additions += additions;
    if (!leads[i]) continue;
    const along = parents.filter((parent) => depends[parent]);
    edges += along.length;
    meetings += Math.max(along.length - 1, 0);
    for (const parent of along) {
      leads[parent] = 1;
      arrivals[parent] += 1;
      paths[parent] += paths[i];
      lengths[parent] += lengths[i] + paths[i];
    }
  }
  const sought = nodes.flatMap((node, i) => (node.op === "leaf" && depends[i] ? [i] : []));
  const sums = arrivals.reduce((total, arrived) => total + Math.max(arrived - 1, 0), 0);
  const forward = costOf(pass.multiplications, pass.additions);
  const byPath = { multiplications: 0n, additions: 0n };
  for (const leaf of sought.filter((index) => paths[index] > 0n)) {
    byPath.multiplications += lengths[leaf] - paths[leaf];
    byPath.additions += paths[leaf] - 1n;
  }
  const times = sought.length;
  return {
    leaves: times,
    forward,
    ways: {
      backward: plus(forward, costOf(edges, sums)),
      forward_mode: plus(forward, costOf(times * edges, times * meetings)),
      finite: costOf(times * (2 * pass.multiplications + 1), times * (2 * pass.additions + 3)),
      paths: plus(forward, byPath),
    },
  };
}

/**
 * @param {number} multiplications
 * @param {number} additions
 * @returns {Cost}
 */
const costOf = (multiplications, additions) => ({
  multiplications: BigInt(multiplications),
  additions: BigInt(additions),
});
/**
 * @param {Cost} one
 * @param {Cost} other
 * @returns {Cost}
 */
const plus = (one, other) => ({
  multiplications: one.multiplications + other.multiplications,
  additions: one.additions + other.additions,
});
