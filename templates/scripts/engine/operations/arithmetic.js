/** Sums, products, quotients and powers; as in operations/arithmetic.py. */
import { createOperation } from "./operation.js";

/** @typedef {import("./operation.js").Operation} Operation */

/** @param {import("./operation.js").Values} factors */
function product(factors) {
  let result = 1;
  for (const factor of factors) result *= factor;
  return result;
}

/**
 * aᵇ, for a negative a only where b is a whole number; NaN to the power of 0 is NaN.
 * @param {number} a
 * @param {number} b
 */
function power(a, b) {
  return Number.isNaN(a) ? NaN : Math.pow(a, b);
}

/** @type {Readonly<Record<string, Operation>>} */
export const ARITHMETIC = Object.freeze({
  // w₁·s₁ + w₂·s₂ + … + b, of the parents w₁, s₁, w₂, s₂, …, b.
  weighted_sum: createOperation({
    kind: "sum",
    forward(parents) {
      const bias = parents.length - 1;
      let total = 0;
      for (let k = 0; k < bias; k += 2) total += parents[k] * parents[k + 1];
      return total + parents[bias];
    },
    // In w·s each factor is the derivative by the other; the bias stands alone.
    localDerivatives(parents) {
      const bias = parents.length - 1;
      const derivatives = [];
      for (let k = 0; k < bias; k += 2) derivatives.push(parents[k + 1], parents[k]);
      derivatives.push(1);
      return derivatives;
    },
    cost: (n) => [(n - 1) / 2, (n - 1) / 2],
  }),

  add: createOperation({
    kind: "elementary",
    forward(parents) {
      let total = 0;
      for (const parent of parents) total += parent;
      return total;
    },
    localDerivatives: (parents) => parents.map(() => 1),
    cost: (n) => [0, n - 1],
  }),

  multiply: createOperation({
    kind: "elementary",
    forward: product,
    // The product of all the other factors.
    localDerivatives: (parents) => parents.map((_, k) => product(parents.toSpliced(k, 1))),
    cost: (n) => [n - 1, 0],
  }),

  subtract: createOperation({
    kind: "elementary",
    forward: ([a, b]) => a - b,
    localDerivatives: () => [1, -1],
    arity: 2,
    cost: () => [0, 1],
  }),

  negate: createOperation({
    kind: "elementary",
    forward: ([a]) => -a,
    localDerivatives: () => [-1],
    arity: 1,
  }),

  divide: createOperation({
    kind: "elementary",
    forward: ([a, b]) => a / b,
    // 1/b and −a/b², the latter as −(a/b)/b, since b² may vanish where the quotient does not.
    localDerivatives: ([, b], value) => [1 / b, -value / b],
    arity: 2,
    cost: () => [1, 0],
  }),

  power: createOperation({
    kind: "elementary",
    forward: ([a, b]) => power(a, b),
    // b·aᵇ⁻¹ by the base, which is 0 where b is 0, whatever a is; aᵇ·ln a by the exponent.
    //
    // For a ≤ 0 there is no derivative by the exponent, as aᵇ has gaps at every b, or jumps at b = 0; only for
    // a = 0 and b > 0 it exists, and is 0. In all these cases 0 is taken, so that of x² there are numbers for
    // every x.
    localDerivatives: ([a, b], value) => [
      b === 0 ? 0 * value : b * power(a, b - 1),
      value * (a > 0 ? Math.log(a) : 0),
    ],
    arity: 2,
  }),
});
