/**
 * Losses: how wrong the predictions p are, given the targets y; as in operations/losses.py.
 *
 * Each has one term for an output and its target, and the derivatives of that term by both. Of several
 * outputs the terms are added up and, where the loss is a mean, divided by how many there are; so are the
 * derivatives.
 *
 * @typedef {import("./operation.js").Operation} Operation
 * @typedef {import("./operation.js").Values} Values
 * @typedef {import("./operation.js").Reduction} Reduction
 * @typedef {(p: number, y: number) => number} Term a function of a prediction, or of its logit, and its
 *   target
 */
import { createOperation } from "./operation.js";
import { logistic, softplus, step, unlessZero } from "./stable.js";

/**
 * The loss of such terms, and the same with these reduced in the other way; `cost` is that of one of them.
 * @param {string} name
 * @param {Term} term
 * @param {{byPrediction: Term, byTarget: Term, cost: readonly [number, number], reduction?: Reduction,
 *   canonical?: (reduction: Reduction) => import("./operation.js").Canonical} &
 *   Omit<Partial<Operation>, "cost" | "canonical">} more
 * @returns {Record<string, Operation>}
 */
function loss(name, term, { byPrediction, byTarget, cost, reduction = "mean", canonical, ...facts }) {
  const reducedBy = (/** @type {Reduction} */ how, /** @type {string | null} */ base) =>
    createOperation({
      kind: "loss",
      forward: reduced(term, how),
      localDerivatives: derivatives([byPrediction, byTarget], how),
      cost: costOf(cost, how),
      reduction: how,
      base,
      canonical: canonical?.(how) ?? null,
      ...facts,
    });
  const other = reduction === "mean" ? "sum" : "mean";
  return { [name]: reducedBy(reduction, null), [`${name}_${other}`]: reducedBy(other, name) };
}

/**
 * Terms of a logit and its target, and their reduction.
 * @param {string} activation
 * @param {Term} term
 * @param {{byPrediction: Term, byTarget: Term, byLogit: Term}} slopes
 * @returns {(reduction: Reduction) => import("./operation.js").Canonical}
 */
const canonicalForm =
  (activation, term, { byPrediction, byTarget, byLogit }) =>
  (reduction) => ({
    activation,
    forward: reduced(term, reduction),
    localDerivatives: derivatives([byPrediction, byTarget, byLogit], reduction),
  });

/**
 * @param {Term} term
 * @param {Reduction} reduction
 * @returns {(operands: Values) => number}
 */
function reduced(term, reduction) {
  return (operands) => {
    const count = operands.length / 2;
    let total = 0;
    for (let k = 0; k < count; k += 1) total += term(operands[k], operands[count + k]);
    return reduction === "mean" ? total / count : total;
  };
}

/**
 * Of each kind one for every output: all by predictions, then all by targets, then all by logits.
 * @param {Term[]} slopes
 * @param {Reduction} reduction
 * @returns {(operands: Values) => number[]}
 */
function derivatives(slopes, reduction) {
  return (operands) => {
    const count = operands.length / 2;
    const share = reduction === "mean" ? count : 1;
    return slopes.flatMap((slope) =>
      Array.from({ length: count }, (_, k) => slope(operands[k], operands[count + k]) / share),
    );
  };
}

/**
 * @param {readonly [number, number]} term
 * @param {Reduction} reduction
 * @returns {Operation["cost"]}
 */
function costOf([multiplications, additions], reduction) {
  return (operands) => {
    const count = operands / 2;
    const divided = reduction === "mean" && count > 1 ? 1 : 0;
    return [count * multiplications + divided, count * additions + count - 1];
  };
}

/**
 * Of a prediction its target, of a target its prediction.
 * @param {Values} parents
 * @param {number} position
 */
const partner = (parents, position) => parents[(position + parents.length / 2) % parents.length];

/** @type {Term} */
function huberTerm(p, y) {
  const miss = Math.abs(p - y);
  return miss <= 1 ? 0.5 * miss * miss : miss - 0.5;
}

/**
 * −y·ln p − (1 − y)·ln(1 − p).
 * @type {Term}
 */
function logLoss(p, y) {
  return -unlessZero(y, p, y * Math.log(p)) - unlessZero(1 - y, p, (1 - y) * Math.log1p(-p));
}

/**
 * The derivative of −y·ln p − (1 − y)·ln q by p, where q = 1 − p; it may be truly infinite.
 * @param {number} p
 * @param {number} q
 * @param {number} y
 */
function logSlope(p, q, y) {
  return unlessZero(1 - y, q, (1 - y) / q) - unlessZero(y, p, y / p);
}

/** @param {number} x */
const clipped = (x) => Math.min(Math.max(x, -1), 1);

/** @type {Readonly<Record<string, Operation>>} */
export const LOSSES = Object.freeze({
  // The mean of (p − y)².
  ...loss("mse", (p, y) => (p - y) * (p - y), {
    byPrediction: (p, y) => 2 * (p - y),
    byTarget: (p, y) => 2 * (y - p),
    cost: [1, 1],
  }),

  // The sum of (p − y)² / 2, as most textbooks print it: its derivative is the error itself.
  ...loss("half_squares", (p, y) => 0.5 * (p - y) * (p - y), {
    byPrediction: (p, y) => p - y,
    byTarget: (p, y) => y - p,
    cost: [2, 1],
    reduction: "sum",
  }),

  // The mean of −y·ln p − (1 − y)·ln(1 − p), for p from 0 to 1.
  ...loss("bce", logLoss, {
    byPrediction: (p, y) => logSlope(p, 1 - p, y),
    byTarget: (p) => Math.log1p(-p) - Math.log(p),
    cost: [2, 3],
    requires: ["sigmoid"],
    targets: { range: [0, 1], total: null, signs: false },
    // With p = σ(z), −ln p is softplus(−z). By a logit it is p − y, here in a form that keeps its digits where
    // p rounds to 1.
    canonical: canonicalForm("sigmoid", (z, y) => (1 - y) * softplus(z) + y * softplus(-z), {
      byPrediction: (z, y) => logSlope(logistic(z), logistic(-z), y),
      byTarget: (z) => -z,
      byLogit: (z, y) => (1 - y) * logistic(z) - y * logistic(-z),
    }),
  }),

  // The mean of |p − y|. Where they are equal 0 is taken, so that what is right stays as it is.
  ...loss("mae", (p, y) => Math.abs(p - y), {
    byPrediction: (p, y) => Math.sign(p - y),
    byTarget: (p, y) => Math.sign(y - p),
    cost: [0, 1],
    kink: { at: partner, taken: 0 },
  }),

  // The mean of r²/2 for r = p − y from −1 to 1, and of |r| − 1/2 beyond: with δ = 1. It has no kink.
  ...loss("huber", huberTerm, {
    byPrediction: (p, y) => clipped(p - y),
    byTarget: (p, y) => clipped(y - p),
    cost: [2, 1],
  }),

  // The mean of max(0, 1 − y·p), for targets −1 and 1. Where y·p = 1 the margin has been reached: 0 is taken.
  ...loss("hinge", (p, y) => (y * p >= 1 ? 0 : 1 - y * p), {
    byPrediction: (p, y) => step(1 - y * p, 0, -y),
    byTarget: (p, y) => step(1 - y * p, 0, -p),
    cost: [1, 1],
    kink: { at: (parents, position) => 1 / partner(parents, position), taken: 0 },
    requires: ["identity", "tanh"],
    targets: { range: [-1, 1], total: null, signs: true },
  }),
});
