/** Symbols and formulas as plain text: for the terminal, for what is announced, for names of things. */
import { lossOf } from "../lesson/formula.js";
import { needsGroup } from "./base.js";
import { fill, formatGiven, formatNumber, MINUS, superscript } from "./format.js";

/**
 * @typedef {import("../lesson/formula.js").Formula} Formula
 * @typedef {import("../lesson/formula.js").Named} Named
 */
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/**
 * The parts of a feature's symbol, such as x₁² or sin x₁: each a letter, a word or a sign, and what stands lowered
 * and raised at it.
 * @param {string} base
 * @returns {{sign: string, lower: string, upper: string}[]} none of any other symbol
 */
export const scripted = (base) =>
  /[₀-₉]/.test(base)
    ? [...base.matchAll(/(\p{L}+|\d+|.)([₀-₉]*)([⁰¹²³⁴-⁹]*)/gu)].map(([, sign, lower, upper]) => ({
        sign,
        lower: plainDigits(lower),
        upper: plainDigits(upper),
      }))
    : [];

/** @param {string} text */
const plainDigits = (text) => text.normalize("NFKC");

/**
 * `w₁₁`
 * @param {Named} node
 */
export const symbolText = ({ symbol: [base, subscript] }) =>
  base +
  (/\p{L}/u.test(subscript)
    ? `_${subscript}`
    : subscript.replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]));

/**
 * A constant that is shown as the number it is.
 * @param {import("../engine/graph.js").GraphNode} node
 */
export const isItsOwnName = ({ role, symbol }) => role === "constant" && !/^\p{L}/u.test(symbol[0]);

/**
 * What a graph calls its loss.
 * @param {import("../engine/graph.js").Graph} graph
 */
export const lossText = (graph) => symbolText(lossOf(graph));

/**
 * `w11`, as a voice can read it.
 * @param {Named} node
 */
export const spokenSymbol = ({ symbol: [base, subscript] }) =>
  base + subscript.replace(/,|^(?=\p{L})/gu, " ");

/**
 * @param {Named} node
 * @param {Named} of
 */
export const gradientText = (node, of) => `∂${symbolText(of)}/∂${symbolText(node)}`;

const PRODUCT_SIGNS = { none: " ", times: " × ", dot: " · ", each: " ⊙ " };

/**
 * @param {string} text
 * @param {number} number
 * @param {boolean} leading
 */
const signedText = (text, number, leading) => (number < 0 && !leading ? `(${text})` : text);

/** @type {Record<string, (argument: string) => string>} */
const CALL_TEXTS = { sqrt: (argument) => `√(${argument})`, abs: (argument) => `|${argument}|` };

/** @type {{[T in Formula["type"]]: (formula: Extract<Formula, {type: T}>, leading: boolean) => string}} */
const TEXTS = {
  symbol: ({ node }) => symbolText(node),
  value: ({ number, given }, leading) =>
    signedText(given ? formatGiven(number) : formatNumber(number), number, leading),
  gradient: ({ node, of }) => gradientText(node, of),
  gradient_value: ({ number }, leading) => signedText(formatNumber(number), number, leading),
  partial: ({ of, by }) => gradientText(by, of),
  number: ({ number }, leading) => signedText(formatGiven(number), number, leading),
  letter: ({ text }) => text,
  result: ({ number }, leading) => signedText(formatNumber(number), number, leading),
  sum: ({ terms }, leading) => terms.map((term, k) => formulaText(term, leading && k === 0)).join(" + "),
  minus: ({ left, right }, leading) => `${formulaText(left, leading)} ${MINUS} ${formulaText(right, false)}`,
  product: ({ factors, sign }, leading) =>
    factors.map((factor, k) => formulaText(factor, leading && k === 0)).join(PRODUCT_SIGNS[sign]),
  negative: ({ item }) => `${MINUS}${formulaText(item, false)}`,
  fraction: ({ top, bottom }) => `${tightText(top)}/${tightText(bottom)}`,
  power: ({ base, exponent }) =>
    `${needsGroup(base) ? `(${formulaText(base)})` : formulaText(base, false)}^${tightText(exponent)}`,
  call: ({ name, arguments_ }) =>
    CALL_TEXTS[name]?.(formulaText(arguments_[0])) ??
    `${name}(${arguments_.map((item) => formulaText(item)).join(", ")})`,
  group: ({ item }) => `(${formulaText(item)})`,
  cases: ({ rows }) =>
    rows
      .map(({ value, when }) =>
        fill("{value} if {when}", { value: formulaText(value), when: formulaText(when) }),
      )
      .join(", "),
  compare: ({ left, sign, right }) => `${formulaText(left)} ${sign} ${formulaText(right)}`,
  vector: ({ letter, layer }) => (layer === null ? letter : `${letter}⁽${superscript(layer)}⁾`),
  vector_gradient: ({ of, vector }) => `∂${symbolText(of)}/∂${formulaText(vector)}`,
  transposed: ({ item }) => `${formulaText(item)}ᵀ`,
  matrix: ({ rows }) => `[${rows.map((row) => row.map((item) => formulaText(item)).join(", ")).join("; ")}]`,
  part: ({ item }, leading) => formulaText(item, leading),
};

/** @param {Formula} formula */
function tightText(formula) {
  const text = formulaText(formula);
  return /[\s/×]/.test(text) ? `(${text})` : text;
}

/**
 * @param {Formula} formula
 * @param {boolean} [leading] whether nothing stands before it; a later negative number gets parentheses
 * @returns {string}
 */
export function formulaText(formula, leading = true) {
  const write = /** @type {(formula: Formula, leading: boolean) => string} */ (TEXTS[formula.type]);
  return write(formula, leading);
}
