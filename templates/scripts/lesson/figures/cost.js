/**
 * What all slopes cost as a network grows, in multiplications: one forward pass, a forward and a backward
 * pass, and finite differences. Counted as the ledger counts, for networks n→n→n→n→1 with tanh, a sigmoid and
 * cross-entropy; and for the present network.
 *
 * @typedef {"forward" | "backward" | "finite"} Way
 * @typedef {{slopes: number} & Record<Way, number>} Count `slopes`: how many are sought
 * @typedef {object} CostStudy
 * @property {Count} own of the present network
 * @property {{width: number, count: Count}[]} family
 * @property {{width: number, count: Count}} chosen
 * @property {number} ratio finite differences ÷ forward and backward, of the chosen one
 */
import { ledgerOf } from "../ledger.js";

/** @type {readonly Way[]} */
export const WAYS = Object.freeze(["finite", "backward", "forward"]);
export const WIDTHS = Object.freeze([1, 2, 3, 5, 8, 12, 20, 32, 50]);
const HIDDEN = 3;
/** Of cross-entropy, for one output. */
const OF_LOSS = 2;

/**
 * @param {import("./spot.js").Spot} spot
 * @param {import("./spot.js").Options} _options
 * @param {import("./spot.js").FigureChoices} choices
 * @returns {CostStudy}
 */
export function costOf({ graph }, _options, { width }) {
  const { leaves, forward, ways } = ledgerOf(graph);
  const family = WIDTHS.map((n) => ({ width: n, count: countOf(n) }));
  const chosen = family.find((member) => member.width === width) ?? family[0];
  return {
    own: {
      slopes: leaves,
      forward: Number(forward.multiplications),
      backward: Number(ways.backward.multiplications),
      finite: Number(ways.finite.multiplications),
    },
    family,
    chosen,
    ratio: chosen.count.finite / chosen.count.backward,
  };
}

/**
 * In closed form: counting on the graph of the widest would take longer than drawing the page.
 * @param {number} n
 * @returns {Count}
 */
export function countOf(n) {
  const neurons = HIDDEN * n + 1;
  const weights = HIDDEN * n * n + n;
  const forward = weights + OF_LOSS;
  // An edge for each weight, signal and bias of a sum, one into each activation, and one into the loss.
  const edges = 2 * weights + neurons + neurons + 1;
  const slopes = n + weights + neurons;
  return { slopes, forward, backward: forward + edges, finite: slopes * (2 * forward + 1) };
}
