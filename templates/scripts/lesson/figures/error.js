/**
 * Where ŷ − y comes from: over the logit, the slope of the loss, the slope of the sigmoid, and their product;
 * and the same for the squared error, whose product vanishes where the prediction is sure and wrong.
 *
 * @typedef {object} ErrorStudy
 * @property {number} at the logit
 * @property {number} prediction
 * @property {0 | 1} target
 * @property {readonly [number, number]} reach
 * @property {Record<"bce" | "mse", Factors>} losses
 * @property {import("./spot.js").Sample[]} sigmoids slopes of the sigmoid
 *
 * @typedef {object} Factors of one loss
 * @property {number} loss the slope of the loss with respect to the prediction
 * @property {number} sigmoid the slope of the sigmoid
 * @property {number} product
 * @property {import("./spot.js").Sample[]} losses
 * @property {import("./spot.js").Sample[]} products
 */
import { OPS } from "../../engine/operations/table.js";
import { samplesOf } from "./spot.js";
import { targetOf, valueOfRole } from "./surprise.js";

const SAMPLES = 24;
/** @type {readonly [number, number]} */
const LOGITS = [-8, 8];

/**
 * @param {import("./spot.js").Spot} spot
 * @param {import("./spot.js").Options} _options
 * @param {import("./spot.js").FigureChoices} choices
 * @returns {ErrorStudy}
 */
export function errorOf(spot, _options, choices) {
  const target = targetOf(spot, choices);
  const own = Math.log(valueOfRole(spot, "output") / (1 - valueOfRole(spot, "output")));
  const at = choices.logit ?? (Math.abs(own) <= LOGITS[1] ? own : 0);
  const sigmoid = (/** @type {number} */ z) => OPS.sigmoid.forward([z]);
  const slope = (/** @type {number} */ z) => OPS.sigmoid.localDerivatives([z], sigmoid(z))[0];
  const ofLoss = (/** @type {"bce" | "mse"} */ loss) => {
    const first = (/** @type {number} */ z) => OPS[loss].localDerivatives([sigmoid(z), target], 0)[0];
    const product = (/** @type {number} */ z) => first(z) * slope(z);
    return {
      loss: first(at),
      sigmoid: slope(at),
      product: product(at),
      losses: samplesOf(LOGITS, SAMPLES, first),
      products: samplesOf(LOGITS, SAMPLES, product),
    };
  };
  return {
    at,
    prediction: sigmoid(at),
    target,
    reach: LOGITS,
    losses: { bce: ofLoss("bce"), mse: ofLoss("mse") },
    sigmoids: samplesOf(LOGITS, SAMPLES, slope),
  };
}
