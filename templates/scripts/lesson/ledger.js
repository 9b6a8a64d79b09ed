/**
 * What each way to all gradients costs, in multiplications and additions: counted on a graph, exactly. Sought
 * are the derivatives of the last node by every leaf that can be chosen: inputs, weights, biases, the names
 * of a formula, not targets and constants. Only edges count that such a derivative runs along.
 *
 * The rules:
 * - The forward pass costs what the entry of each operation says. A division counts as a multiplication, a
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
import { OPS } from "../engine/operations/table.js";

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
    if (op !== "leaf") {
      const [multiplications, additions] = OPS[op].cost(parents.length);
      pass.multiplications += multiplications;
      pass.additions += additions;
    }
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
