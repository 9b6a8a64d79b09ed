/**
 * Functions of formulas that are no activations; as in operations/functions.py.
 *
 * What is undefined is NaN, such as the logarithm of a negative number, and so is its derivative.
 */
import { createOperation } from "./operation.js";

/**
 * @typedef {import("./operation.js").Operation} Operation
 * @typedef {import("./operation.js").Values} Values
 */

/**
 * f = value(a), with df/da = slope(a, f).
 * @param {string} called
 * @param {(a: number) => number} value
 * @param {(a: number, f: number) => number} slope
 * @param {import("./operation.js").Kink | null} [kink]
 */
function ofOne(called, value, slope, kink = null) {
  return createOperation({
    kind: "elementary",
    forward: ([a]) => value(a),
    localDerivatives: ([a], f) => [slope(a, f)],
    arity: 1,
    called,
    kink,
  });
}

/**
 * The one of two or more that goes ahead of all others; what is undefined goes ahead of everything.
 * @param {string} called
 * @param {(one: number, other: number) => boolean} goesAhead
 */
function extremum(called, goesAhead) {
  const first = (/** @type {Values} */ parents) =>
    parents.reduce((ahead, parent) => (goesAhead(parent, ahead) || Number.isNaN(parent) ? parent : ahead));
  return createOperation({
    kind: "elementary",
    forward: first,
    // 1 for the parent that is ahead and 0 for the others; those that tie share the 1 equally.
    //
    // On a tie there is a kink and no derivative. Equal shares favour nobody and are halfway between both sides.
    localDerivatives(parents, value) {
      const ties = parents.filter((parent) => parent === value).length;
      return parents.map((parent) => Number(parent === value) / ties);
    },
    called,
    kink: { at: (parents, position) => first(parents.toSpliced(position, 1)), taken: 0.5 },
  });
}

/** @type {Readonly<Record<string, Operation>>} */
export const FUNCTIONS = Object.freeze({
  // eᵃ is its own derivative.
  exp: ofOne("exp", Math.exp, (_, f) => f),
  // The natural logarithm; its slope is ∞ at 0.
  log: ofOne("log", Math.log, (a) => (a < 0 ? NaN : 1 / Math.abs(a))),
  // The root that is not negative; its slope is ∞ at 0.
  sqrt: ofOne("sqrt", Math.sqrt, (_, f) => 0.5 / Math.abs(f)),
  // Of angles in radians.
  sin: ofOne("sin", Math.sin, Math.cos),
  cos: ofOne("cos", Math.cos, (a) => -Math.sin(a)),
  // The sign of a, and at the kink 0, halfway between both sides.
  abs: ofOne("abs", Math.abs, Math.sign, { at: () => 0, taken: 0 }),
  minimum: extremum("min", (one, other) => one < other),
  maximum: extremum("max", (one, other) => one > other),
  // a itself, taken for a constant: detach in PyTorch, stop_gradient in JAX.
  stop: createOperation({
    kind: "elementary",
    forward: ([a]) => a,
    localDerivatives: () => [0],
    arity: 1,
    called: "stop",
    stops: true,
  }),
});
