/**
 * The table of operations: what each computes, and its local derivative by each of its parents.
 *
 * The same as generator/engine/ops.py, in the same order. Sums run left to right in explicit loops, so that
 * both
 * languages round alike.
 *
 * @typedef {readonly number[]} Values
 *
 * @typedef {object} Canonical how a loss is computed when its predictions come from the activation that
 *   belongs to it,
 *   its canonical link: from the pre-activations z (the logits), of which it is exact where the activation
 *   has long
 *   rounded to 0 or 1. `localDerivatives` has one for each prediction, each target and, past the activation,
 *   each logit.
 * @property {string} activation
 * @property {(operands: Values) => number} forward reads the logits, then as many targets
 * @property {(operands: Values, value: number) => number[]} localDerivatives
 *
 * @typedef {object} Operation one entry of the table
 * @property {"sum" | "elementary" | "activation" | "loss"} kind
 * @property {(parents: Values) => number} forward a loss reads predictions, then as many targets
 * @property {(parents: Values, value: number) => number[]} localDerivatives one for each parent, in order
 * @property {readonly string[] | null} requires the activations that may end a network with this loss; null:
 *   any
 * @property {import("./targets.js").TargetRule} targets what the targets of a loss may be
 * @property {Canonical | null} canonical
 * @property {boolean} joint an activation that reads the pre-activations of its whole layer, that of its own
 *   neuron
 *   first: it belongs at the output, with the loss whose canonical activation it is
 */
import {
  cce,
  cceDerivatives,
  cceOfLogits,
  cceOfLogitsDerivatives,
  softmax,
  softmaxDerivatives,
} from "./categorical.js";
import {
  absolute,
  absoluteDerivatives,
  cosine,
  cosineDerivatives,
  divide,
  divideDerivatives,
  exponential,
  exponentialDerivatives,
  extremumDerivatives,
  logarithm,
  logarithmDerivatives,
  maximum,
  minimum,
  negate,
  negateDerivatives,
  raise,
  raiseDerivatives,
  sine,
  sineDerivatives,
  squareRoot,
  squareRootDerivatives,
  subtract,
  subtractDerivatives,
} from "./elementary.js";
import { erfc } from "./erf.js";

// Sums and products

/**
 * w₁·s₁ + w₂·s₂ + … + b, of the parents w₁, s₁, w₂, s₂, …, b.
 * @param {Values} parents
 */
function weightedSum(parents) {
  const bias = parents.length - 1;
  let total = 0;
  for (let k = 0; k < bias; k += 2) total += parents[k] * parents[k + 1];
  return total + parents[bias];
}

/**
 * In w·s each factor is the derivative by the other; the bias stands alone.
 * @param {Values} parents
 */
function weightedSumDerivatives(parents) {
  const bias = parents.length - 1;
  const derivatives = [];
  for (let k = 0; k < bias; k += 2) derivatives.push(parents[k + 1], parents[k]);
  derivatives.push(1);
  return derivatives;
}

/** @param {Values} parents */
function addAll(parents) {
  let total = 0;
  for (const parent of parents) total += parent;
  return total;
}

/** @param {Values} parents */
function addAllDerivatives(parents) {
  return parents.map(() => 1);
}

/** @param {Values} parents */
function multiplyAll(parents) {
  let product = 1;
  for (const parent of parents) product *= parent;
  return product;
}

/**
 * The product of all the other factors.
 * @param {Values} parents
 */
function multiplyAllDerivatives(parents) {
  return parents.map((_, k) => multiplyAll([...parents.slice(0, k), ...parents.slice(k + 1)]));
}

// Activations

/** @param {Values} parents */
function identity([z]) {
  return z;
}

function identityDerivatives() {
  return [1];
}

/** @param {Values} parents */
function tanh([z]) {
  return Math.tanh(z);
}

/**
 * sech² z = 4e / (1 + e)² with e = exp(−2|z|), which is 1 − tanh² z without its cancellation.
 * @param {Values} parents
 */
function tanhDerivatives([z]) {
  const e = Math.exp(-2 * Math.abs(z));
  return [(4 * e) / ((1 + e) * (1 + e))];
}

/**
 * σ(z) = 1 / (1 + exp(−z)), written so that nothing overflows; 1 − σ(z) is σ(−z), to the last digit.
 * @param {number} z
 */
function logistic(z) {
  const e = Math.exp(-Math.abs(z));
  const numerator = z >= 0 ? 1 : e;
  return numerator / (1 + e);
}

/** @param {Values} parents */
function sigmoid([z]) {
  return logistic(z);
}

/**
 * σ(z)·σ(−z), which is σ·(1 − σ) without its cancellation.
 * @param {Values} parents
 */
function sigmoidDerivatives([z]) {
  return [logistic(z) * logistic(-z)];
}

/** @param {Values} parents */
function relu([z]) {
  return z > 0 ? z : 0;
}

/**
 * 1 above the kink and 0 below; at the kink, where there is no derivative, 0 is taken, as everywhere.
 * @param {Values} parents
 */
function reluDerivatives([z]) {
  return [z > 0 ? 1 : 0];
}

// Losses: each is the mean over the outputs of a term of prediction (or logit) and target

/**
 * @param {(prediction: number, target: number) => number} term
 * @param {Values} operands
 */
function meanOfTerms(term, operands) {
  const count = operands.length / 2;
  let total = 0;
  for (let k = 0; k < count; k += 1) total += term(operands[k], operands[count + k]);
  return total / count;
}

/**
 * @param {(prediction: number, target: number) => number} derivative
 * @param {Values} operands
 */
function meanDerivatives(derivative, operands) {
  const count = operands.length / 2;
  return Array.from({ length: count }, (_, k) => derivative(operands[k], operands[count + k]) / count);
}

/**
 * The mean of (ŷ − y)².
 * @param {Values} parents
 */
function mse(parents) {
  return meanOfTerms((p, y) => (p - y) * (p - y), parents);
}

/** @param {Values} parents */
function mseDerivatives(parents) {
  const byPrediction = meanDerivatives((p, y) => 2 * (p - y), parents);
  const byTarget = meanDerivatives((p, y) => 2 * (y - p), parents);
  return [...byPrediction, ...byTarget];
}

/**
 * The mean of −y·ln ŷ − (1 − y)·ln(1 − ŷ), for ŷ from 0 to 1.
 * @param {Values} parents
 */
function bce(parents) {
  return meanOfTerms(
    (p, y) => -unlessZero(y, y * Math.log(p)) - unlessZero(1 - y, (1 - y) * Math.log1p(-p)),
    parents,
  );
}

/** @param {Values} parents */
function bceDerivatives(parents) {
  const byPrediction = meanDerivatives((p, y) => bceSlope(p, 1 - p, y), parents);
  const byTarget = meanDerivatives((p) => Math.log1p(-p) - Math.log(p), parents);
  return [...byPrediction, ...byTarget];
}

/**
 * The same with ŷ = σ(z), where −ln σ(z) is softplus(−z).
 * @param {Values} operands
 */
function bceOfLogits(operands) {
  return meanOfTerms((z, y) => (1 - y) * softplus(z) + y * softplus(-z), operands);
}

/**
 * By the logits it is (ŷ − y) / m: here (1 − y)·σ(z) − y·σ(−z), which keeps its digits where ŷ rounds to 1.
 * @param {Values} operands
 */
function bceOfLogitsDerivatives(operands) {
  const byPrediction = meanDerivatives((z, y) => bceSlope(logistic(z), logistic(-z), y), operands);
  const byTarget = meanDerivatives((z) => -z, operands);
  const byLogit = meanDerivatives((z, y) => (1 - y) * logistic(z) - y * logistic(-z), operands);
  return [...byPrediction, ...byTarget, ...byLogit];
}

/**
 * The derivative of −y·ln p − (1 − y)·ln q by p, where q = 1 − p; it may be truly infinite.
 * @param {number} p @param {number} q @param {number} y
 */
function bceSlope(p, q, y) {
  return unlessZero(1 - y, (1 - y) / q) - unlessZero(y, y / p);
}

/**
 * ln(1 + exp(z)), by log-sum-exp.
 * @param {number} z
 */
function softplus(z) {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/**
 * A class that the target gives no weight adds nothing: 0·ln 0 and 0/0 are taken as 0, their limit.
 * @param {number} factor @param {number} product
 */
function unlessZero(factor, product) {
  return factor === 0 ? 0 : product;
}

// More activations

/** The slope of leaky_relu below 0. */
const LEAK = 0.01;

/** @param {Values} parents */
function leakyRelu([z]) {
  return z > 0 ? z : LEAK * z;
}

/**
 * 1 above the kink and 0.01 below; at the kink 0.01 is taken, the lower one, as with relu.
 * @param {Values} parents
 */
function leakyReluDerivatives([z]) {
  return [z > 0 ? 1 : LEAK];
}

/**
 * z above 0, exp(z) − 1 below: with α = 1, where both sides meet with the same slope.
 * @param {Values} parents
 */
function elu([z]) {
  return z > 0 ? z : Math.expm1(z);
}

/** @param {Values} parents */
function eluDerivatives([z]) {
  return [z > 0 ? 1 : Math.exp(z)];
}

/** @param {Values} parents */
function softplusOfOne([z]) {
  return softplus(z);
}

/** @param {Values} parents */
function softplusDerivatives([z]) {
  return [logistic(z)];
}

/**
 * z·Φ(z), the exact form: Φ is the distribution function of the normal distribution, erfc(−z/√2) / 2.
 * @param {Values} parents
 */
function gelu([z]) {
  return timesFactor(z, normalDistribution(z));
}

/**
 * Φ(z) + z·φ(z), where φ = Φ′ is the density, exp(−z²/2) / √(2π).
 * @param {Values} parents
 */
function geluDerivatives([z]) {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return [normalDistribution(z) + timesFactor(z, density)];
}

/** @param {number} z */
function normalDistribution(z) {
  return 0.5 * erfc(-Math.sqrt(0.5) * z);
}

/**
 * z·σ(z).
 * @param {Values} parents
 */
function silu([z]) {
  return timesFactor(z, logistic(z));
}

/**
 * σ(z) + z·σ(z)·σ(−z).
 * @param {Values} parents
 */
function siluDerivatives([z]) {
  return [logistic(z) + timesFactor(z, logistic(z) * logistic(-z))];
}

/**
 * z times a factor that vanishes faster than any z grows: 0 is their limit, not NaN.
 * @param {number} z
 * @param {number} factor
 */
function timesFactor(z, factor) {
  return unlessZero(factor, z * factor);
}

// More losses

/**
 * The mean of |ŷ − y|.
 * @param {Values} parents
 */
function mae(parents) {
  return meanOfTerms((p, y) => Math.abs(p - y), parents);
}

/**
 * The sign of ŷ − y; at the kink, where they are equal, 0 is taken, so that what is right stays as it is.
 * @param {Values} parents
 */
function maeDerivatives(parents) {
  const byPrediction = meanDerivatives((p, y) => Math.sign(p - y), parents);
  const byTarget = meanDerivatives((p, y) => Math.sign(y - p), parents);
  return [...byPrediction, ...byTarget];
}

/**
 * The mean of r²/2 for r = ŷ − y from −1 to 1, and of |r| − 1/2 beyond: with δ = 1. It has no kink.
 * @param {Values} parents
 */
function huber(parents) {
  return meanOfTerms(huberTerm, parents);
}

/**
 * @param {number} p
 * @param {number} y
 */
function huberTerm(p, y) {
  const miss = Math.abs(p - y);
  return miss <= 1 ? 0.5 * miss * miss : miss - 0.5;
}

/**
 * ŷ − y, but no more than 1 and no less than −1.
 * @param {Values} parents
 */
function huberDerivatives(parents) {
  const byPrediction = meanDerivatives((p, y) => Math.min(Math.max(p - y, -1), 1), parents);
  const byTarget = meanDerivatives((p, y) => Math.min(Math.max(y - p, -1), 1), parents);
  return [...byPrediction, ...byTarget];
}

/**
 * The mean of max(0, 1 − y·ŷ), for targets −1 and 1.
 * @param {Values} parents
 */
function hinge(parents) {
  return meanOfTerms((p, y) => (y * p < 1 ? 1 - y * p : 0), parents);
}

/**
 * −y by the prediction where y·ŷ < 1, else 0; at the kink, y·ŷ = 1, 0 is taken: the margin has been reached.
 * @param {Values} parents
 */
function hingeDerivatives(parents) {
  const byPrediction = meanDerivatives((p, y) => (y * p < 1 ? -y : 0), parents);
  const byTarget = meanDerivatives((p, y) => (y * p < 1 ? -p : 0), parents);
  return [...byPrediction, ...byTarget];
}

/** @type {import("./targets.js").TargetRule} */
const ANY_TARGETS = { range: null, total: null, signs: false };

/**
 * @param {Operation["kind"]} kind
 * @param {Operation["forward"]} evaluate
 * @param {Operation["localDerivatives"]} localDerivatives
 * @param {Partial<Operation>} [more]
 * @returns {Operation}
 */
function operation(kind, evaluate, localDerivatives, more) {
  const usual = { requires: null, targets: ANY_TARGETS, canonical: null, joint: false };
  return Object.freeze({ kind, forward: evaluate, localDerivatives, ...usual, ...more });
}

const CCE_OF_LOGITS = {
  activation: "softmax",
  forward: cceOfLogits,
  localDerivatives: cceOfLogitsDerivatives,
};

/** @type {Readonly<Record<string, Operation>>} */
export const OPS = Object.freeze({
  weighted_sum: operation("sum", weightedSum, weightedSumDerivatives),
  add: operation("elementary", addAll, addAllDerivatives),
  multiply: operation("elementary", multiplyAll, multiplyAllDerivatives),
  identity: operation("activation", identity, identityDerivatives),
  tanh: operation("activation", tanh, tanhDerivatives),
  sigmoid: operation("activation", sigmoid, sigmoidDerivatives),
  relu: operation("activation", relu, reluDerivatives),
  mse: operation("loss", mse, mseDerivatives),
  bce: operation("loss", bce, bceDerivatives, {
    requires: ["sigmoid"],
    targets: { ...ANY_TARGETS, range: [0, 1] },
    canonical: { activation: "sigmoid", forward: bceOfLogits, localDerivatives: bceOfLogitsDerivatives },
  }),
  subtract: operation("elementary", subtract, subtractDerivatives),
  negate: operation("elementary", negate, negateDerivatives),
  divide: operation("elementary", divide, divideDerivatives),
  power: operation("elementary", raise, raiseDerivatives),
  exp: operation("elementary", exponential, exponentialDerivatives),
  log: operation("elementary", logarithm, logarithmDerivatives),
  sqrt: operation("elementary", squareRoot, squareRootDerivatives),
  sin: operation("elementary", sine, sineDerivatives),
  cos: operation("elementary", cosine, cosineDerivatives),
  abs: operation("elementary", absolute, absoluteDerivatives),
  minimum: operation("elementary", minimum, extremumDerivatives),
  maximum: operation("elementary", maximum, extremumDerivatives),
  leaky_relu: operation("activation", leakyRelu, leakyReluDerivatives),
  elu: operation("activation", elu, eluDerivatives),
  softplus: operation("activation", softplusOfOne, softplusDerivatives),
  gelu: operation("activation", gelu, geluDerivatives),
  silu: operation("activation", silu, siluDerivatives),
  softmax: operation("activation", softmax, softmaxDerivatives, { joint: true }),
  mae: operation("loss", mae, maeDerivatives),
  huber: operation("loss", huber, huberDerivatives),
  hinge: operation("loss", hinge, hingeDerivatives, {
    requires: ["identity", "tanh"],
    targets: { range: [-1, 1], total: null, signs: true },
  }),
  cce: operation("loss", cce, cceDerivatives, {
    requires: ["softmax"],
    targets: { range: [0, 1], total: 1, signs: false },
    canonical: CCE_OF_LOGITS,
  }),
});
