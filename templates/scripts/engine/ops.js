/**
 * The table of operations: what each computes, and its local derivative by each of its parents.
 * The same as generator/engine/ops.py, entry for entry; sums run left to right in both.
 *
 * @typedef {ArrayLike<number>} Values of the parents, in order
 *
 * @typedef {object} Canonical a loss together with the activation that makes its gradient simple; see ops.py for why
 * @property {string} activation
 * @property {(operands: Values) => number} forward from the pre-activations, then the targets
 * @property {(operands: Values) => number[]} localDerivatives by each prediction and each target
 * @property {(operands: Values) => number[]} through the derivative of the loss by each pre-activation
 *
 * @typedef {object} Operation
 * @property {"sum" | "activation" | "loss" | "elementary"} kind
 * @property {(parents: Values) => number} forward
 * @property {(parents: Values, value: number) => number[]} localDerivatives one for each parent, in order
 * @property {string[]} [requires] a loss: the output activations it fits; absent: any
 * @property {[number, number]} [targetRange] a loss: what a target may be; absent: any number
 * @property {Canonical} [canonical]
 */

// --- sums and products

/** w₁·s₁ + w₂·s₂ + … + b, of parents w₁, s₁, w₂, s₂, …, b. @param {Values} parents */
function weightedSum(parents) {
  let total = parents[0] * parents[1];
  for (let k = 2; k < parents.length - 1; k += 2) total += parents[k] * parents[k + 1];
  return total + parents[parents.length - 1];
}

/** In w·s each factor is the other's derivative; the bias stands alone. @param {Values} parents */
function weightedSumDerivatives(parents) {
  const swapped = Array.from({ length: parents.length - 1 }, (_, k) => parents[k % 2 === 0 ? k + 1 : k - 1]);
  return [...swapped, 1];
}

/** @param {Values} parents */
function addAll(parents) {
  let total = parents[0];
  for (let k = 1; k < parents.length; k += 1) total += parents[k];
  return total;
}

/** @param {Values} parents */
function multiplyAll(parents) {
  let product = parents[0];
  for (let k = 1; k < parents.length; k += 1) product *= parents[k];
  return product;
}

/** The product of all other factors. @param {Values} parents */
function multiplyDerivatives(parents) {
  return Array.from(parents, (_, k) => multiplyAll([1, ...Array.from(parents).filter((_factor, other) => other !== k)]));
}

// --- activations

/** 1 / (1 + e⁻ᶻ), without overflow on either side. @param {number} z */
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** sech² z = 4e / (1 + e)² with e = e^(−2|z|), which is 1 − tanh² z without its cancellation. @param {number} z */
function tanhDerivative(z) {
  const e = Math.exp(-2 * Math.abs(z));
  return (4 * e) / ((1 + e) * (1 + e));
}

// --- losses, each the mean over the outputs

/** @param {Values} parents predictions (or pre-activations), then as many targets @param {(prediction: number, target: number) => number} term @returns {number[]} */
function perOutput(parents, term) {
  const count = parents.length / 2;
  return Array.from({ length: count }, (_, k) => term(parents[k], parents[k + count]));
}

/** @param {Values} parents @param {(prediction: number, target: number) => number} term */
const meanOver = (parents, term) => addAll(perOutput(parents, term)) / (parents.length / 2);

/** @param {Values} parents @param {(prediction: number, target: number) => number} slope of the mean, by each prediction */
const slopesOver = (parents, slope) => perOutput(parents, (p, y) => slope(p, y) / (parents.length / 2));

/** The mean of (ŷ − y)². @param {Values} parents */
const mse = (parents) => meanOver(parents, (p, y) => (p - y) * (p - y));

/** @param {Values} parents */
function mseDerivatives(parents) {
  const slopes = slopesOver(parents, (p, y) => 2 * (p - y));
  return [...slopes, ...slopes.map((slope) => -slope)];
}

/** The mean of −(y ln ŷ + (1 − y) ln(1 − ŷ)), for ŷ strictly between 0 and 1. @param {Values} parents */
const bce = (parents) => meanOver(parents, (p, y) => -(y * Math.log(p) + (1 - y) * Math.log1p(-p)));

/** @param {Values} parents */
const bceDerivatives = (parents) => [
  ...slopesOver(parents, (p, y) => (1 - y) / (1 - p) - y / p),
  ...slopesOver(parents, (p) => Math.log1p(-p) - Math.log(p)),
];

/** The mean of max(z, 0) − z·y + ln(1 + e^(−|z|)): cross-entropy of σ(z) by log-sum-exp. @param {Values} operands */
const bceFromLogits = (operands) =>
  meanOver(operands, (z, y) => Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z))));

/** By each ŷ = σ(z): (1 − y)/(1 − ŷ) − y/ŷ; by each target: −z. @param {Values} operands */
const bceDerivativesFromLogits = (operands) => [
  ...slopesOver(operands, (z, y) => ratio(1 - y, sigmoid(-z)) - ratio(y, sigmoid(z))),
  ...slopesOver(operands, (z) => -z),
];

/** σ(z) − y, written as σ(z)·(1 − y) − σ(−z)·y, which does not cancel. @param {Values} operands */
const bceThroughSigmoid = (operands) => slopesOver(operands, (z, y) => sigmoid(z) * (1 - y) - sigmoid(-z) * y);

/** top / bottom for bottom ≥ 0, where 0 / 0 is 0: no target, no slope, however far off the prediction is. @param {number} top @param {number} bottom */
const ratio = (top, bottom) => (top === 0 ? 0 : top / bottom);

/** @type {Readonly<Record<string, Operation>>} */
export const OPS = Object.freeze({
  weighted_sum: { kind: "sum", forward: weightedSum, localDerivatives: weightedSumDerivatives },
  add: { kind: "elementary", forward: addAll, localDerivatives: (parents) => Array.from(parents, () => 1) },
  multiply: { kind: "elementary", forward: multiplyAll, localDerivatives: multiplyDerivatives },
  identity: { kind: "activation", forward: (parents) => parents[0], localDerivatives: () => [1] },
  tanh: {
    kind: "activation", forward: (parents) => Math.tanh(parents[0]), localDerivatives: (parents) => [tanhDerivative(parents[0])],
  },
  sigmoid: {
    kind: "activation", forward: (parents) => sigmoid(parents[0]),
    // σ(z)·σ(−z), which is σ·(1 − σ) without its cancellation.
    localDerivatives: (parents) => [sigmoid(parents[0]) * sigmoid(-parents[0])],
  },
  relu: {
    kind: "activation", forward: (parents) => Math.max(parents[0], 0),
    // At the kink there is no derivative; 0 is taken, as is usual.
    localDerivatives: (parents) => [parents[0] > 0 ? 1 : 0],
  },
  bce: {
    kind: "loss", forward: bce, localDerivatives: bceDerivatives, requires: ["sigmoid"], targetRange: [0, 1],
    canonical: {
      activation: "sigmoid", forward: bceFromLogits, localDerivatives: bceDerivativesFromLogits, through: bceThroughSigmoid,
    },
  },
  mse: { kind: "loss", forward: mse, localDerivatives: mseDerivatives },
});
