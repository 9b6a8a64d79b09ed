/**
 * Softmax and categorical cross-entropy, for outputs of which one is true; as in operations/categorical.py.
 *
 * Every sum of exponentials is taken relative to its largest term, so that none overflows and the largest is
 * exactly 1 (log-sum-exp); the others are kept apart from that 1, so that their digits stay when they are
 * small.
 *
 * @typedef {import("./operation.js").Operation} Operation
 * @typedef {import("./operation.js").Values} Values one for each class, or several such lists after each
 *   other
 */
import { createOperation } from "./operation.js";
import { unlessZero } from "./stable.js";

/**
 * exp(z) / (exp(z) + exp(z′) + …), of the neuron's own z and of the z′ … of all the others.
 * @param {Values} parents
 */
function softmax(parents) {
  return sharesOf(parents)[0];
}

/**
 * ŷ·(1 − ŷ) by the own z, where 1 − ŷ is the sum of the others, to the last digit; −ŷ·ŷ′ by another z′.
 * @param {Values} parents
 */
function softmaxDerivatives(parents) {
  const [own, ...others] = sharesOf(parents);
  return [own * sumOf(others), ...others.map((other) => -own * other)];
}

/**
 * −y₁·ln ŷ₁ − y₂·ln ŷ₂ − …: a sum over the classes, of which one is true.
 * @param {Values} parents
 */
function cce(parents) {
  const { predictions, targets } = halves(parents);
  return sumOf(targets.map((y, k) => unlessZero(y, predictions[k], -y * Math.log(predictions[k]))));
}

/**
 * −y/ŷ by a prediction, −ln ŷ by a target.
 * @param {Values} parents
 */
function cceDerivatives(parents) {
  const { predictions, targets } = halves(parents);
  return [...predictions.map((p, k) => slopeOf(p, targets[k])), ...predictions.map((p) => -Math.log(p))];
}

/**
 * The same with ŷ = softmax(z): −ln ŷ is ln(exp(z₁) + exp(z₂) + …) − z.
 * @param {Values} operands
 */
function cceOfLogits(operands) {
  const { predictions: logits, targets } = halves(operands);
  const surprises = surprisesOf(logits);
  return sumOf(targets.map((y, k) => y * surprises[k]));
}

/**
 * By a logit it is ŷ·(y₁ + y₂ + …) − y, so ŷ − y where the targets add up to 1.
 *
 * Written ŷ·(sum of the other y) − y·(sum of the other ŷ), it keeps its digits where ŷ rounds to 1.
 * @param {Values} operands
 */
function cceOfLogitsDerivatives(operands) {
  const { predictions: logits, targets } = halves(operands);
  const shares = sharesOf(logits);
  const byLogit = logits.map(
    (_, k) => shares[k] * sumOf(without(targets, k)) - targets[k] * sumOf(without(shares, k)),
  );
  const byPrediction = shares.map((p, k) => slopeOf(p, targets[k]));
  return [...byPrediction, ...surprisesOf(logits), ...byLogit];
}

/**
 * The derivative of −y·ln p by p; a class that the target gives no weight adds nothing, even at p = 0.
 * @param {number} p
 * @param {number} y
 */
function slopeOf(p, y) {
  return unlessZero(y, p, -y / p);
}

/**
 * The softmax of each.
 * @param {Values} logits
 */
function sharesOf(logits) {
  const { top, rest } = topAndRest(logits);
  return logits.map((z) => Math.exp(z - top) / (1 + rest));
}

/**
 * Minus the logarithm of the softmax of each.
 * @param {Values} logits
 */
function surprisesOf(logits) {
  const { top, rest } = topAndRest(logits);
  return logits.map((z) => top - z + Math.log1p(rest));
}

/**
 * The largest, and the sum of exp(z − largest) over all the others.
 * @param {Values} logits
 */
function topAndRest(logits) {
  let top = logits[0];
  let rest = 0;
  for (const z of logits.slice(1)) {
    const ratio = Math.exp(-Math.abs(z - top));
    rest = z > top ? (rest + 1) * ratio : rest + ratio;
    top = Math.max(top, z);
  }
  return { top, rest };
}

/** @param {Values} parents */
function halves(parents) {
  const half = parents.length / 2;
  return { predictions: parents.slice(0, half), targets: parents.slice(half) };
}

/**
 * @param {Values} values
 * @param {number} k
 */
function without(values, k) {
  return [...values.slice(0, k), ...values.slice(k + 1)];
}

/** @param {Values} terms */
function sumOf(terms) {
  let total = 0;
  for (const term of terms) total += term;
  return total;
}

/** @type {Readonly<Record<string, Operation>>} */
export const CATEGORICAL = Object.freeze({
  softmax: createOperation({
    kind: "activation",
    forward: softmax,
    localDerivatives: softmaxDerivatives,
    // exp(z) over the sum of all n.
    cost: (n) => [1, n - 1],
    saturates: [0, 0],
    joint: true,
  }),

  cce: createOperation({
    kind: "loss",
    forward: cce,
    localDerivatives: cceDerivatives,
    cost: (n) => [n / 2, n / 2 - 1],
    reduction: "sum",
    leastOutputs: 2,
    requires: ["softmax"],
    targets: { range: [0, 1], total: 1, signs: false },
    canonical: {
      activation: "softmax",
      forward: cceOfLogits,
      localDerivatives: cceOfLogitsDerivatives,
    },
  }),
});
