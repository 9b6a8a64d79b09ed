/**
 * Formulas as the subject of a lesson: what is chosen of one is its text and the number of each free name.
 *
 * @typedef {{text: string, values: Readonly<Record<string, number>>}} FormulaSource
 * @typedef {import("../engine/expression.js").Expression} Expression
 */
import { CONSTANTS, parseExpression } from "../engine/expression.js";

export { LONGEST_FORMULA } from "../engine/tokens.js";

/**
 * What a name that is new gets, by its position: small, positive, so that logarithms and roots exist, and
 * apart.
 */
const NEW_NUMBERS = [0.5, 1.5, 0.8, 1.2, 0.3, 2];

/**
 * The formula of a text that can be read; what is given is free.
 * @param {string} text
 * @param {readonly string[]} [given]
 * @returns {Expression}
 * @throws {Error} for any other
 */
export function readFormula(text, given) {
  const read = parseExpression(text, given);
  if ("fault" in read) throw new Error(`no formula: ${read.fault.code}`);
  return read.expression;
}

/**
 * What is wrong with a text that is no formula, or null.
 * @param {string} text
 */
export function faultOf(text) {
  const read = parseExpression(text);
  return "fault" in read ? read.fault : null;
}

/**
 * A formula with a number for each name: the one it had, else a new one.
 * @param {string} text
 * @param {Readonly<Record<string, number>>} before
 * @returns {FormulaSource}
 */
export const formulaSource = (text, before) => ({
  text: plainText(text),
  values: Object.fromEntries(
    readFormula(text).names.map((name, k) => [
      name,
      Object.hasOwn(before, name) ? before[name] : NEW_NUMBERS[k % NEW_NUMBERS.length],
    ]),
  ),
});

/**
 * The names that were taken for e and π.
 * @param {Readonly<Record<string, number>>} constants
 */
export const constantsTaken = (constants) =>
  Object.keys(CONSTANTS).filter((name) => constants[name] === CONSTANTS[name]);

/** Halves of characters, which cannot be written into a link. */
const HALVES = /\p{Surrogate}/gu;

/** @param {string} text */
const plainText = (text) => text.trim().replace(/\r\n?/g, "\n").replace(HALVES, "\ufffd");

/** Data, by the custom of calling it x and y; t for targets or times, h₀ for what is there before them. */
const DATA = /^(?:[xy]|t_?\d*$|h_?0$)/;

/** What a step can move: weights, biases, the names of a formula. */
const LEARNABLE = ["weight", "bias", "parameter"];

/** @param {import("../engine/graph.js").GraphNode} node */
export const isLearnable = ({ role }) => LEARNABLE.includes(role);

/**
 * The leaves that a step of gradient descent moves: all but those that are held. Where nobody says which
 * these are, weights and biases; in a formula every free name but those of data, or all where there are no
 * others.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {readonly string[] | null} [fixed] the names that are held; null: nobody says
 * @returns {number[]}
 */
export function learnedLeaves({ nodes }, fixed = null) {
  const names = nodes.flatMap((node, index) => (isLearnable(node) ? [index] : []));
  if (fixed) return names.filter((index) => !fixed.includes(nodes[index].name));
  const others = names.filter((index) => nodes[index].role !== "parameter" || !DATA.test(nodes[index].name));
  return others.length > 0 ? others : names;
}
