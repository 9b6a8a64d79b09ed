/**
 * The chain rule as a picture: every path from one node to another, each with the product of its local
 * derivatives. Their sum is the derivative of the one by the other. Any graph will do; a node that is read
 * twice (x·x) has two edges, and so two paths.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 *
 * @typedef {object} Factor an edge of a path
 * @property {number} parent
 * @property {number} child
 * @property {number} position at which of the child's parents it arrives
 * @property {number} local ∂child/∂parent
 *
 * @typedef {object} Path
 * @property {Factor[]} factors in the order of the chain rule: the last edge first
 * @property {number} product
 *
 * @typedef {object} PathStudy
 * @property {number} from
 * @property {number} to
 * @property {bigint} count of all paths
 * @property {bigint} zeros how many of them come to 0 because a factor is 0
 * @property {Path[]} paths all of them, or, of many, the largest; by size
 * @property {number} rest the sum of those that are not listed
 * @property {number} total the sum over all paths
 * @property {Uint8Array} between 1 for every node that lies on a path
 *
 * @typedef {{from: string, to: string, lit: number}} PathChoices names, or "" for what the rule gives; `lit`
 *   is the path that is pointed at, or -1
 * @typedef {{size: number, factor: Factor | null, tail: Candidate | null}} Candidate the beginning of a path,
 *   and its continuation; `size` is the logarithm of its product
 */
import { isChosen, isParameter } from "./steps.js";

/** More than these are no longer listed; then, only so many. */
const MOST_PATHS = 64;
const LARGEST_PATHS = 12;

/**
 * @param {Graph} graph
 * @param {(index: number) => ArrayLike<number>} localsOf the local derivatives of a node by its parents
 * @param {number} from
 * @param {number} to
 * @returns {PathStudy}
 */
export function studyPaths(graph, localsOf, from, to) {
  const between = nodesBetween(graph, from, to);
  const edges = edgesBetween(graph, localsOf, between, to);
  const counts = graph.nodes.map(() => 0n);
  const lively = graph.nodes.map(() => 0n);
  const totals = new Float64Array(graph.nodes.length);
  if (between[to]) {
    counts[to] = lively[to] = 1n;
    totals[to] = 1;
  }
  // As in the backward pass: what lies nearer to `to` is finished first, and gradients add up in the same
  // order.
  for (let node = to - 1; node >= from; node -= 1) {
    for (const { child, local } of edges[node]) {
      counts[node] += counts[child];
      if (local !== 0) lively[node] += lively[child];
      totals[node] += totals[child] * local;
    }
  }
  const all = counts[from] <= BigInt(MOST_PATHS);
  const listed = largestPaths(edges, between, from, to, all ? MOST_PATHS : LARGEST_PATHS);
  return {
    from,
    to,
    between,
    count: counts[from],
    zeros: counts[from] - lively[from],
    paths: listed.map((factors) => ({
      factors: [...factors].reverse(),
      product: factors.reduceRight((product, { local }) => product * local, 1),
    })),
    rest: all ? 0 : restOf(edges, totals, from, to, listed, 0),
    total: totals[from],
  };
}

/**
 * Which nodes lie on a path: those that `from` leads to and that lead to `to`.
 * @param {Graph} graph
 * @param {number} from
 * @param {number} to
 */
function nodesBetween(graph, from, to) {
  const { nodes, children } = graph;
  const leads = new Uint8Array(nodes.length);
  leads[to] = 1;
  for (let i = to - 1; i >= from; i -= 1) if (children[i].some((child) => leads[child])) leads[i] = 1;
  return nodesFrom(graph, from).map((led, i) => led & leads[i]);
}

/**
 * Every node that `from` leads to, itself among them.
 * @param {Graph} graph
 * @param {number} from
 */
export function nodesFrom({ nodes }, from) {
  const led = new Uint8Array(nodes.length);
  led[from] = 1;
  for (let i = from + 1; i < nodes.length; i += 1) {
    if (nodes[i].parents.some((parent) => led[parent])) led[i] = 1;
  }
  return led;
}

/**
 * The edges between them, by the node that they leave; the latest child first.
 * @param {Graph} graph
 * @param {(index: number) => ArrayLike<number>} localsOf
 * @param {Uint8Array} between
 * @param {number} to
 */
function edgesBetween({ nodes }, localsOf, between, to) {
  /** @type {Factor[][]} */
  const edges = nodes.map(() => []);
  for (let child = to; child >= 0; child -= 1) {
    if (!between[child]) continue;
    const { parents } = nodes[child];
    /** @type {ArrayLike<number> | null} */
    let locals = null;
    for (const [position, parent] of parents.entries()) {
      if (!between[parent]) continue;
      locals ??= localsOf(child);
      edges[parent].push({ parent, child, position, local: locals[position] });
    }
  }
  return edges;
}

/**
 * The `most` largest paths by the size of their product, each as its edges from `from` on. Every node keeps
 * only that many best ways on, merged from those of its children, so that the work does not grow with the
 * number of paths.
 * @param {Factor[][]} edges
 * @param {Uint8Array} between
 * @param {number} from
 * @param {number} to
 * @param {number} most
 * @returns {Factor[][]}
 */
function largestPaths(edges, between, from, to, most) {
  /** @type {Candidate[][]} */
  const best = edges.map(() => []);
  if (between[to]) best[to] = [{ size: 0, factor: null, tail: null }];
  for (let node = to - 1; node >= from; node -= 1) {
    if (between[node]) best[node] = mergeLargest(edges[node], best, most);
  }
  return best[from].map((candidate) => {
    /** @type {Factor[]} */
    const factors = [];
    for (let at = /** @type {Candidate | null} */ (candidate); at?.factor; at = at.tail) {
      factors.push(at.factor);
    }
    return factors;
  });
}

/**
 * @param {Factor[]} edges out of one node
 * @param {Candidate[][]} best of the nodes behind them, each list by size
 * @param {number} most
 */
function mergeLargest(edges, best, most) {
  const waiting = edges
    .map((factor) => ({ factor, next: 0 }))
    .map(withSize)
    .sort((a, b) => b.size - a.size);
  /** @type {Candidate[]} */
  const found = [];
  while (found.length < most && waiting.length > 0) {
    const { factor, next, size } = /** @type {ReturnType<typeof withSize>} */ (waiting.shift());
    const ways = best[factor.child];
    found.push({ size, factor, tail: ways[next] });
    if (next + 1 === ways.length) continue;
    const later = withSize({ factor, next: next + 1 });
    const place = waiting.findIndex((other) => other.size < later.size);
    waiting.splice(place < 0 ? waiting.length : place, 0, later);
  }
  return found;

  /**
   * A factor 0 makes a path 0, whatever else is on it.
   * @param {{factor: Factor, next: number}} way
   */
  function withSize({ factor, next }) {
    const [own, behind] = [Math.log(Math.abs(factor.local)), best[factor.child][next].size];
    return { factor, next, size: own === -Infinity || behind === -Infinity ? -Infinity : own + behind };
  }
}

/**
 * The sum over all paths but the listed ones. It is found without subtracting: wherever no listed path goes
 * on, all that lies beyond is already summed.
 * @param {Factor[][]} edges
 * @param {Float64Array} totals
 * @param {number} node
 * @param {number} to
 * @param {Factor[][]} listed those that come here
 * @param {number} at how many edges they have passed
 * @returns {number}
 */
function restOf(edges, totals, node, to, listed, at) {
  let sum = 0;
  for (const edge of edges[node]) {
    const along = listed.filter((factors) => factors[at] === edge);
    if (along.length === 0) sum += edge.local * totals[edge.child];
    else if (edge.child !== to) sum += edge.local * restOf(edges, totals, edge.child, to, along, at + 1);
  }
  return sum;
}

/**
 * The two ends, from and to, by index: those that are chosen, where they are there and lead to each other;
 * else from the first weight, to the last node.
 * @param {Graph} graph
 * @param {PathChoices} choices
 * @returns {[number, number]}
 */
export function pathEnds(graph, choices) {
  const last = graph.nodes.length - 1;
  const chosen = graph.index[choices.from];
  const from = chosen === undefined || chosen === last ? firstStart(graph) : chosen;
  const to = graph.index[choices.to];
  return [from, to !== undefined && to !== from && nodesFrom(graph, from)[to] ? to : last];
}

/**
 * The first weight, or, where there is none, the first leaf that is a name.
 * @param {Graph} graph
 */
function firstStart({ nodes }) {
  const parameter = nodes.findIndex(
    (node) => isParameter(node) || /** @type {string} */ (node.role) === "parameter",
  );
  return parameter < 0 ? Math.max(nodes.findIndex(isChosen), 0) : parameter;
}

/**
 * @param {"from" | "to"} end
 * @returns {import("./tools.js").ToolKey}
 */
const endKey = (end) => ({
  expected: "x1, w11, z1, h1, L",
  read: (text, { graph }, chosen) =>
    text in graph.index ? { paths: { ...(chosen.paths ?? FIRST_PATHS), [end]: text } } : null,
  // What the network has lost is not written: a link must open.
  write: ({ paths }, { graph }) => (paths[end] in graph.index ? paths[end] : null),
});

/** @type {PathChoices} */
const FIRST_PATHS = Object.freeze({ from: "", to: "", lit: -1 });

/** @satisfies {import("./tools.js").Tool} */
export const PATHS_TOOL = { first: { paths: FIRST_PATHS }, keys: { from: endKey("from"), to: endKey("to") } };
