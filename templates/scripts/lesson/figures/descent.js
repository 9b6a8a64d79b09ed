/**
 * Updates of one weight by plain descent, in the valley L = ½(2w − 2)². Its slope is 4(w − 1), so its curvature is 4.
 *
 * @typedef {object} Descent
 * @property {number} rate
 * @property {readonly [number, number]} reach
 * @property {import("./spot.js").Sample[]} curve the loss over the weight
 * @property {import("./spot.js").Sample[]} path the weight before the first update, and after each
 */
import { OPS } from "../../engine/operations/table.js";
import { samplesOf } from "./spot.js";

const [INPUT, TARGET, START] = [2, 2, -1];
/** @type {readonly [number, number]} */
const REACH = [-2, 4];
const UPDATES = 10;

/** @param {number} w */
const lossAt = (w) => OPS.half_squares.forward([INPUT * w, TARGET]);

/**
 * @param {import("./spot.js").Spot} _spot
 * @param {import("./spot.js").Options} _options
 * @param {import("./spot.js").FigureChoices} choices
 * @returns {Descent}
 */
export function descentOf(_spot, _options, { rate }) {
  const path = [{ at: START, value: lossAt(START) }];
  for (let update = 1; update <= UPDATES; update += 1) {
    const { at, value } = path[update - 1];
    const [slope] = OPS.half_squares.localDerivatives([INPUT * at, TARGET], value);
    const next = at - rate * slope * INPUT;
    path.push({ at: next, value: lossAt(next) });
  }
  return { rate, reach: REACH, curve: samplesOf(REACH, 48, lossAt), path };
}
