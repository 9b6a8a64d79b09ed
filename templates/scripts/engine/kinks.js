/**
 * Where a graph has no derivative: the operations that have a kink, and whether a leaf is at one.
 *
 * @typedef {object} Kink
 * @property {number} node whose operation it is
 * @property {boolean} here whether it is where the leaf is, or between there and where it was moved
 */
import { localDerivatives } from "./graph.js";

/** Nearer than this to a kink, relative above 1, a leaf is at it: what is closer is rounding. */
const NEAR = 1e-12;

const KINKED = new Set(["relu", "leaky_relu", "abs", "minimum", "maximum", "mae", "hinge"]);

/**
 * The kink that the last node has, as a function of one leaf, within `width` of the leaf's value; null where
 * there is none.
 * @param {import("./graph.js").Graph} graph
 * @param {(moved: number) => Float64Array} valuesAt those of all nodes, where the leaf has another value
 * @param {number} value @param {number} width
 * @returns {Kink | null}
 */
export function kinkNear(graph, valuesAt, value, width) {
  const near = kinkWithin(graph, valuesAt, value, NEAR * Math.max(1, Math.abs(value)));
  const node = near < 0 ? kinkWithin(graph, valuesAt, value, width) : near;
  return node < 0 ? null : { node, here: near >= 0 };
}

/**
 * The first node with another slope below than above; -1 where there is none.
 * @param {import("./graph.js").Graph} graph
 * @param {(moved: number) => Float64Array} valuesAt
 * @param {number} value
 * @param {number} width
 */
function kinkWithin(graph, valuesAt, value, width) {
  const [below, above] = [valuesAt(value - width), valuesAt(value + width)];
  return graph.nodes.findIndex(({ op, parents }, index) => {
    if (!KINKED.has(op)) return false;
    const slopes = localDerivatives(graph, above, index);
    // Between its kinks such an operation has one slope, but for that of hinge by its target.
    return localDerivatives(graph, below, index).some(
      (slope, k) => slope !== slopes[k] && graph.nodes[parents[k]].role !== "target",
    );
  });
}
