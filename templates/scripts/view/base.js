/** What needs parentheses to be the base of a power: 9.80×10⁻⁶ squared is not 9.80×10⁻⁶². */
import { givenParts, numberParts } from "./format.js";

/**
 * @typedef {import("../lesson/formula.js").Formula} Formula
 */

/** Of more than one sign, and without parentheses of their own. */
const COMPOUND = new Set([
  "sum",
  "minus",
  "product",
  "negative",
  "fraction",
  "power",
  "gradient",
  "partial",
  "vector_gradient",
]);

/**
 * A negative number has its parentheses already: something follows it.
 * @param {Formula} formula
 * @returns {boolean}
 */
export function needsGroup(formula) {
  if (formula.type === "part") return needsGroup(formula.item);
  if (COMPOUND.has(formula.type)) return true;
  if (!("number" in formula) || formula.number < 0) return false;
  const isGiven = formula.type === "number" || (formula.type === "value" && formula.given);
  return (isGiven ? givenParts : numberParts)(formula.number).exponent !== null;
}
