/**
 * Where each of a layer stands across the flow: in order, apart, and otherwise as straight with its
 * neighbours as can be. Layer by layer, the sum of all differences is made least: an isotonic regression of
 * medians, by pooling adjacent violators (Robertson, Wright & Dykstra, Order Restricted Statistical
 * Inference, 1988, chapter 1).
 *
 * @typedef {import("./ranks.js").Stop} Stop
 * @typedef {"before" | "after"} Side
 * @typedef {{at: number, weight: number, side: Side}} Pull
 * @typedef {{at: number, pulls: Pull[], first: number}} Block from its first on, stops that stand as close as
 *   they may
 */

/**
 * How much it matters that an edge is straight: most between waypoints, as Gansner and others have it ("A
 * Technique for Drawing Directed Graphs", 1993).
 */
const STRAIGHT = { waypoints: 8, waypoint: 3, chain: 2, cards: 1, leaf: 0.5 };
const HARDLY = 1 / 64;
/**
 * By what sides layers are set, each time from the first of them on.
 * @type {Side[][]}
 */
const ROUNDS = [
  ["before"],
  ["after"],
  ["before"],
  ["after"],
  ["before", "after"],
  ["after", "before"],
  ["before", "after"],
  ["after", "before"],
];

/**
 * @param {Stop[][]} layers
 * @param {(a: Stop, b: Stop) => number} apart how far neighbours of a layer are from each other, at least
 */
export function straighten(layers, apart) {
  const offsets = layers.map((layer) => {
    let offset = 0;
    return layer.map((stop, k) => (offset += k > 0 ? apart(layer[k - 1], stop) : 0));
  });
  layers.forEach((layer, rank) =>
    layer.forEach((stop, k) => (stop.across = offsets[rank][k] - offsets[rank][layer.length - 1] / 2)),
  );
  for (const sides of ROUNDS) {
    const ranks = [...layers.keys()];
    for (const rank of sides[0] === "before" ? ranks : ranks.reverse()) {
      settle(layers[rank], offsets[rank], sides);
    }
  }
}

/**
 * @param {Stop[]} layer
 * @param {number[]} offsets
 * @param {Side[]} sides
 */
function settle(layer, offsets, sides) {
  /** @type {Block[]} */
  const blocks = [];
  layer.forEach((stop, k) => {
    let pulls = sides.flatMap((side) =>
      stop[side].map((other) => ({ at: other.across - offsets[k], weight: weightOf(stop, other), side })),
    );
    if (pulls.length === 0) pulls.push({ at: stop.across - offsets[k], weight: HARDLY, side: sides[0] });
    let [at, first] = [middleOf(pulls, sides[0]), k];
    while (blocks.length > 0 && blocks[blocks.length - 1].at >= at) {
      const last = /** @type {Block} */ (blocks.pop());
      pulls = [...last.pulls, ...pulls];
      [at, first] = [middleOf(pulls, sides[0]), last.first];
    }
    blocks.push({ at, pulls, first });
  });
  blocks.forEach(({ at, first }, block) => {
    for (let k = first; k < (blocks[block + 1]?.first ?? layer.length); k += 1) {
      layer[k].across = at + offsets[k];
    }
  });
}

/**
 * Whether nothing leads to it.
 * @param {Stop} stop
 */
const isFirst = ({ before }) => before.length === 0;

/**
 * @param {Stop} a
 * @param {Stop} b
 */
function weightOf(a, b) {
  if (a.waypoint && b.waypoint) return STRAIGHT.waypoints;
  if (a.waypoint || b.waypoint) return STRAIGHT.waypoint;
  const [source, target] = a.rank < b.rank ? [a, b] : [b, a];
  if (isFirst(source)) return STRAIGHT.leaf;
  return target.before.filter((other) => !isFirst(other)).length === 1 ? STRAIGHT.chain : STRAIGHT.cards;
}

/**
 * The weighted median. Between two neighbours on one side it is in the middle, for symmetry; between one
 * before and one after, straight with the one that has just been set.
 * @param {Pull[]} pulls
 * @param {Side} just
 */
function middleOf(pulls, just) {
  pulls.sort((a, b) => a.at - b.at);
  let rest = pulls.reduce((sum, { weight }) => sum + weight / 2, 0);
  const k = pulls.findIndex(({ weight }) => (rest -= weight) <= 0);
  const [one, other] = [pulls[k], pulls[k + 1]];
  if (rest < 0 || !other) return one.at;
  return one.side === other.side ? (one.at + other.at) / 2 : (one.side === just ? one : other).at;
}
