/**
 * The layers of a graph some of whose edges run past others' cards, as Sugiyama, Tagawa and Toda draw it
 * ("Methods for Visual Understanding of Hierarchical System Structures", 1981): every card has a rank; an
 * edge over several ranks has a waypoint in each between; and within its layer each takes the place where the
 * fewest edges cross.
 *
 * All edges of one value share their waypoints, and part where they turn to their cards.
 *
 * @typedef {import("../../engine/graph.js").Graph} Graph
 * @typedef {object} Stop a card, or a waypoint
 * @property {number} node whose card it is, or whose value passes
 * @property {boolean} waypoint
 * @property {number} rank
 * @property {number} order in its layer
 * @property {number} across where it stands in its layer, once that is known
 * @property {Stop[]} before its neighbours of the rank before
 * @property {Stop[]} after
 */
import { isLeaf, isParameter } from "../../lesson/steps.js";
import { edgesInto } from "./columns.js";

const SWEEPS = 12;

/**
 * Whether a graph has leaves that are cards like all others, or edges that would run past cards.
 * @param {Graph} graph
 * @param {import("./columns.js").Column[]} columns where it would stand else
 */
export function needsLayers(graph, columns) {
  if (isFree(graph)) return true;
  const columnOf = new Map(
    columns.flatMap(({ nodes }, column) => nodes.map((node) => /** @type {const} */ ([node, column]))),
  );
  const at = (/** @type {number} */ node) => /** @type {number} */ (columnOf.get(node));
  return (
    columns.every(
      ({ grid, nodes }) =>
        !grid && nodes.every((to) => edgesInto(graph, to).filter(({ weight }) => weight >= 0).length < 2),
    ) &&
    columns.some(({ nodes }) =>
      nodes.some((to) => edgesInto(graph, to).some(({ from }) => at(to) - at(from) > 1)),
    )
  );
}

/**
 * Whether its leaves are names and numbers of a formula, not the layers of a network.
 * @param {Graph} graph
 */
export const isFree = ({ nodes }) => nodes.some(({ role }) => role === "parameter" || role === "constant");

/**
 * By node, how far along it stands: beyond all that it reads. What has time moves towards what reads it,
 * unless more lines would become longer than shorter.
 * @param {Graph} graph
 */
function ranksOf({ nodes, children }) {
  const ranks = new Int32Array(nodes.length);
  nodes.forEach(({ parents }, index) => {
    for (const parent of parents) {
      if (!isParameter(nodes[parent])) ranks[index] = Math.max(ranks[index], ranks[parent] + 1);
    }
  });
  // A leaf that is read once comes along.
  const holds = (/** @type {number} */ index) =>
    !isParameter(nodes[index]) && !(isLeaf(nodes[index]) && children[index].length === 1);
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const readers = children[index];
    if (readers.length === 0 || readers.length < new Set(nodes[index].parents.filter(holds)).size) continue;
    ranks[index] = readers.reduce((least, reader) => Math.min(least, ranks[reader]), Infinity) - 1;
  }
  const first = nodes.reduce(
    (least, node, index) => (isParameter(node) ? least : Math.min(least, ranks[index])),
    Infinity,
  );
  return ranks.map((rank) => rank - first);
}

/**
 * @param {Graph} graph
 * @returns {{layers: Stop[][], chains: Stop[][]}} by rank, in order; and by node, its card and its waypoints
 */
export function layersAndChains(graph) {
  const ranks = ranksOf(graph);
  /** @type {Stop[][]} */
  const chains = graph.nodes.map(() => []);
  /** @type {Stop[][]} */
  const layers = [];
  /**
   * @param {number} node
   * @param {number} rank
   */
  const add = (node, rank) => {
    const layer = (layers[rank] ??= []);
    /** @type {Stop} */
    const stop = {
      node,
      waypoint: rank > ranks[node],
      rank,
      order: layer.length,
      across: 0,
      before: [],
      after: [],
    };
    layer.push(stop);
    return (chains[node][rank - ranks[node]] = stop);
  };
  /**
   * From a card back to what it reads, in the order in which it reads: no edges of a tree cross.
   * @param {Stop} card
   */
  const visit = (card) => {
    for (const from of new Set(edgesInto(graph, card.node).map((edge) => edge.from))) {
      const isNew = !chains[from][0];
      let next = card;
      for (let rank = card.rank - 1; rank >= ranks[from]; rank -= 1) {
        const known = chains[from][rank - ranks[from]];
        const stop = known ?? add(from, rank);
        next.before.push(stop);
        stop.after.push(next);
        if (known) break;
        next = stop;
      }
      if (isNew) visit(chains[from][0]);
    }
  };
  for (let index = graph.nodes.length - 1; index >= 0; index -= 1) {
    if (!isParameter(graph.nodes[index]) && !chains[index][0]) visit(add(index, ranks[index]));
  }
  return { layers: withFewCrossings(layers), chains };
}

/**
 * Every layer by turns in the order of what stands before it and after it.
 * @param {Stop[][]} layers
 */
function withFewCrossings(layers) {
  let [least, best] = [Infinity, layers];
  for (let sweep = 0; sweep <= SWEEPS; sweep += 1) {
    const crossings = layers.reduce((sum, layer) => sum + crossingsBefore(layer), 0);
    if (crossings < least) [least, best] = [crossings, layers.map((layer) => [...layer])];
    if (least === 0) break;
    const forward = sweep % 2 === 1;
    for (const layer of forward ? layers : [...layers].reverse()) {
      sortByNeighbours(layer, forward ? "before" : "after");
    }
  }
  best.forEach(renumber);
  return best;
}

/** @param {Stop[]} layer */
const renumber = (layer) => layer.forEach((stop, order) => (stop.order = order));

/**
 * @param {Stop[]} layer
 * @param {"before" | "after"} side
 */
function sortByNeighbours(layer, side) {
  const middle = (/** @type {Stop} */ stop) =>
    stop[side].length === 0
      ? stop.order
      : stop[side].reduce((sum, { order }) => sum + order, 0) / stop[side].length;
  layer.sort((a, b) => middle(a) - middle(b));
  renumber(layer);
}

/**
 * How many pairs of edges are in another order at their ends than at their beginnings.
 * @param {Stop[]} layer
 */
function crossingsBefore(layer) {
  const beginnings = layer.flatMap(({ before }) => before.map(({ order }) => order).sort((a, b) => a - b));
  return beginnings.reduce(
    (count, order, edge) => count + beginnings.slice(edge).filter((later) => later < order).length,
    0,
  );
}
