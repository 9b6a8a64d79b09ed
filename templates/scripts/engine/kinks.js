/**
 * Where a graph has no derivative: the operations that have a kink, and whether a leaf is at one.
 *
 * @typedef {object} Kink
 * @property {number} node whose operation it is
 * @property {boolean} here whether it is where the leaf is, or between there and where it was moved
 */
import { LEAF } from "./graph.js";
import { OPS } from "./operations/table.js";

/** Nearer than this to a kink, relative above 1, a leaf is at it: what is closer is rounding. */
const NEAR = 1e-12;

/**
 * The kink that the last node has, as a function of one leaf, within `width` of the leaf's value; null where
 * there is none.
 * @param {import("./graph.js").Graph} graph
 * @param {(moved: number) => Float64Array} valuesAt those of all nodes, where the leaf has another value
 * @param {number} value
 * @param {number} width
 * @returns {Kink | null}
 */
export function kinkNear(graph, valuesAt, value, width) {
  const near = kinkWithin(graph, valuesAt, value, NEAR * Math.max(1, Math.abs(value)));
  const node = near < 0 ? kinkWithin(graph, valuesAt, value, width) : near;
  return node < 0 ? null : { node, here: near >= 0 };
}

/**
 * The first node one of whose parents is on one side of a kink below and on the other above; -1 where there
 * is none.
 * @param {import("./graph.js").Graph} graph
 * @param {(moved: number) => Float64Array} valuesAt
 * @param {number} value
 * @param {number} width
 */
function kinkWithin(graph, valuesAt, value, width) {
  const [below, above] = [valuesAt(value - width), valuesAt(value + width)];
  return graph.nodes.findIndex(({ op, parents }) => {
    const kink = op === LEAF ? null : OPS[op].kink;
    if (kink === null) return false;
    const sides = [below, above].map((values) =>
      sidesOf(
        kink,
        parents.map((parent) => values[parent]),
      ),
    );
    return sides[0].some((side, k) => side !== sides[1][k]);
  });
}

/**
 * On which side of the kink each operand is: −1, 0 or 1.
 * @param {import("./operations/operation.js").Kink} kink
 * @param {readonly number[]} operands
 */
const sidesOf = ({ at }, operands) =>
  operands.map((operand, position) => Math.sign(operand - at(operands, position)));
