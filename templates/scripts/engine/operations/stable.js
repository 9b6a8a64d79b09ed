/**
 * Pieces that several operations are made of, in forms that keep their digits; as in operations/stable.py.
 */
import { erfc } from "./erf.js";

/**
 * `below` where x is 0 or less, `above` where it is more, and NaN where it is no number.
 * @param {number} x
 * @param {number} below
 * @param {number} above
 */
export function step(x, below, above) {
  if (x > 0) return above;
  return x <= 0 ? below : NaN;
}

/**
 * σ(z) = 1 / (1 + exp(−z)), written so that nothing overflows; 1 − σ(z) is σ(−z), to the last digit.
 * @param {number} z
 */
export function logistic(z) {
  const e = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

/**
 * ln(1 + exp(z)), by log-sum-exp.
 * @param {number} z
 */
export function softplus(z) {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/**
 * sech² z = 4e / (1 + e)² with e = exp(−2|z|), which is 1 − tanh² z without its cancellation.
 * @param {number} z
 */
export function sechSquared(z) {
  const e = Math.exp(-2 * Math.abs(z));
  return (4 * e) / ((1 + e) * (1 + e));
}

/**
 * Φ(z), that a number from the normal distribution lies below z: erfc(−z/√2) / 2.
 * @param {number} z
 */
export function normal(z) {
  return 0.5 * erfc(-Math.sqrt(0.5) * z);
}

/**
 * φ(z) = Φ′(z) = exp(−z²/2) / √(2π).
 * @param {number} z
 */
export function normalDensity(z) {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * What is weighted by 0 adds nothing: 0·ln 0, 0/0 and 0·∞ are taken as 0, their limit, but of NaN nothing is.
 * @param {number} factor
 * @param {number} other
 * @param {number} product
 */
export function unlessZero(factor, other, product) {
  return factor === 0 && !Number.isNaN(other) ? 0 : product;
}

/**
 * z times a factor that vanishes faster than any z grows.
 * @param {number} z
 * @param {number} gate
 */
export function gated(z, gate) {
  return unlessZero(gate, z, z * gate);
}
