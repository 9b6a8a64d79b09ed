/**
 * Elementary operations: what formulas are made of, each with its local derivatives; the same as
 * generator/engine/elementary.py.
 *
 * What is undefined is NaN, such as the logarithm of a negative number, and so is its derivative. Where a
 * value is
 * defined and has no derivative, the function says what is taken instead.
 *
 * @typedef {readonly number[]} Operands
 */

/**
 * a − b.
 * @param {Operands} parents
 */
export function subtract([a, b]) {
  return a - b;
}

/** 1 and −1. */
export function subtractDerivatives() {
  return [1, -1];
}

/**
 * −a.
 * @param {Operands} parents
 */
export function negate([a]) {
  return -a;
}

/** −1. */
export function negateDerivatives() {
  return [-1];
}

/**
 * a / b.
 * @param {Operands} parents
 */
export function divide([a, b]) {
  return a / b;
}

/**
 * 1/b and −a/b², the latter as −(a/b)/b, since b² may vanish where the quotient does not.
 * @param {Operands} parents @param {number} value
 */
export function divideDerivatives([, b], value) {
  return [1 / b, -value / b];
}

/**
 * aᵇ, for a negative a only where b is a whole number.
 * @param {Operands} parents
 */
export function raise([a, b]) {
  return Math.pow(a, b);
}

/**
 * b·aᵇ⁻¹ by the base, which is 0 where b is 0, whatever a is; aᵇ·ln a by the exponent.
 *
 * For a ≤ 0 there is no derivative by the exponent, as aᵇ has gaps at every b, or jumps at b = 0; only for a
 * = 0 and
 * b > 0 it exists, and is 0. In all these cases 0 is taken, so that of x² there are numbers for every x.
 * @param {Operands} parents @param {number} value
 */
export function raiseDerivatives([a, b], value) {
  const byBase = b === 0 ? 0 : b * Math.pow(a, b - 1);
  return [byBase, value * (a > 0 ? Math.log(a) : 0)];
}

/**
 * eᵃ.
 * @param {Operands} parents
 */
export function exponential([a]) {
  return Math.exp(a);
}

/**
 * eᵃ: the value itself.
 * @param {Operands} parents
 * @param {number} value
 */
export function exponentialDerivatives(parents, value) {
  return [value];
}

/**
 * The natural logarithm.
 * @param {Operands} parents
 */
export function logarithm([a]) {
  return Math.log(a);
}

/**
 * 1/a; ∞ at 0, and NaN below, where there is no logarithm.
 * @param {Operands} parents
 */
export function logarithmDerivatives([a]) {
  return [a < 0 ? NaN : 1 / Math.abs(a)];
}

/**
 * The root that is not negative.
 * @param {Operands} parents
 */
export function squareRoot([a]) {
  return Math.sqrt(a);
}

/**
 * 1 / (2·√a); ∞ at 0.
 * @param {Operands} parents
 * @param {number} value
 */
export function squareRootDerivatives(parents, value) {
  return [0.5 / Math.abs(value)];
}

/**
 * The sine of an angle in radians.
 * @param {Operands} parents
 */
export function sine([a]) {
  return Math.sin(a);
}

/**
 * cos a.
 * @param {Operands} parents
 */
export function sineDerivatives([a]) {
  return [Math.cos(a)];
}

/**
 * The cosine of an angle in radians.
 * @param {Operands} parents
 */
export function cosine([a]) {
  return Math.cos(a);
}

/**
 * −sin a.
 * @param {Operands} parents
 */
export function cosineDerivatives([a]) {
  return [-Math.sin(a)];
}

/**
 * |a|.
 * @param {Operands} parents
 */
export function absolute([a]) {
  return Math.abs(a);
}

/**
 * The sign of a; at the kink 0 is taken, halfway between both sides.
 * @param {Operands} parents
 */
export function absoluteDerivatives([a]) {
  return [Math.sign(a)];
}

/**
 * The least of two or more.
 * @param {Operands} parents
 */
export function minimum(parents) {
  return parents.reduce((least, parent) => (parent < least || Number.isNaN(parent) ? parent : least));
}

/**
 * The greatest of two or more.
 * @param {Operands} parents
 */
export function maximum(parents) {
  return parents.reduce((greatest, parent) =>
    parent > greatest || Number.isNaN(parent) ? parent : greatest,
  );
}

/**
 * 1 for the parent that is the extremum and 0 for the others; those that tie share the 1 equally.
 *
 * On a tie there is a kink and no derivative. Equal shares favour nobody and are halfway between both sides.
 * @param {Operands} parents @param {number} value
 */
export function extremumDerivatives(parents, value) {
  const ties = parents.filter((parent) => parent === value).length;
  return parents.map((parent) => Number(parent === value) / ties);
}
