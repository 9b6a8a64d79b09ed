/** A formula as LaTeX, for mathematics mode. */
import { needsGroup } from "./base.js";
import { scripted } from "./text.js";
import { formatGiven, formatNumber, MINUS } from "./format.js";

/**
 * @typedef {import("../lesson/formula.js").Formula} Formula
 * @typedef {import("../lesson/formula.js").Named} Named
 */
const GREEK = "αalpha βbeta γgamma δdelta εepsilon ηeta θtheta λlambda μmu πpi ρrho σsigma φphi ωomega";
const COMMANDS = new Map(GREEK.split(" ").map((pair) => [pair[0], `\\${pair.slice(1)}`]));
const HAT = "\u0302";
/** @type {Readonly<Record<string, string>>} */
const SIGNS = { "≤": "\\le", "≥": "\\ge", "⋯": "\\cdots", "⋮": "\\vdots" };
const PRODUCTS = { none: " ", times: " \\times ", dot: " \\cdot ", each: " \\odot " };
const KNOWN = new Set(["ln", "sin", "cos", "tanh", "min", "max"]);

/**
 * @param {string} base
 * @returns {string}
 */
function letters(base) {
  const parts = scripted(base);
  if (parts.length > 0) {
    return parts
      .map(
        ({ sign, lower, upper }) =>
          (KNOWN.has(sign) ? `\\${sign}` : sign.length > 1 ? `\\mathrm{${sign}}` : sign) +
          (lower && `_{${lower}}`) +
          (upper && `^{${upper}}`),
      )
      .join("");
  }
  const primes = base.length - base.replace(/′+$/, "").length;
  if (primes > 0) return letters(base.slice(0, -primes)) + "'".repeat(primes);
  const plain = base.normalize("NFD");
  if (plain.endsWith(HAT)) return `\\hat{${letters(plain.slice(0, -1))}}`;
  if (COMMANDS.has(base) || Object.hasOwn(SIGNS, base)) return COMMANDS.get(base) ?? SIGNS[base];
  return base.length > 1 ? `\\mathrm{${base.replaceAll("_", "\\_")}}` : base;
}

/** @param {Named} node */
const symbolLatex = ({ symbol: [base, subscript] }) =>
  (/^[\d.−]/.test(base) ? numberLatex(base) : letters(base)) +
  (subscript && `_{${subscript.replaceAll("_", "\\_")}}`);

/** @param {string} text */
const numberLatex = (text) =>
  text
    .replaceAll(MINUS, "-")
    .replace(/\s*×\s*10(.*)$/u, (_, exponent) => ` \\times 10^{${lowered(exponent)}}`);

/** @param {string} raised */
const lowered = (raised) =>
  raised.replace(/[⁻⁰¹²³⁴-⁹]/gu, (sign) => (sign === "⁻" ? "-" : `${"⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign)}`));

/**
 * @param {string} text
 * @param {number} number
 * @param {boolean} leading
 */
const signed = (text, number, leading) => {
  const latex = numberLatex(text);
  return number < 0 && !leading ? `(${latex})` : latex;
};

/** @param {string} inside */
const parentheses = (inside) => `\\left(${inside}\\right)`;

/**
 * @param {Named} of
 * @param {Named} by
 */
const slope = (of, by) => `\\frac{\\partial ${symbolLatex(of)}}{\\partial ${symbolLatex(by)}}`;

/** @type {{[T in Formula["type"]]: (formula: Extract<Formula, {type: T}>, leading: boolean) => string}} */
const LATEX = {
  symbol: ({ node }) => symbolLatex(node),
  value: ({ number, given }, leading) =>
    signed(given ? formatGiven(number) : formatNumber(number), number, leading),
  gradient: ({ node, of }) => slope(of, node),
  gradient_value: ({ number }, leading) => signed(formatNumber(number), number, leading),
  partial: ({ of, by }) => slope(of, by),
  number: ({ number }, leading) => signed(formatGiven(number), number, leading),
  letter: ({ text }) => letters(text),
  result: ({ number }, leading) => signed(formatNumber(number), number, leading),
  sum: ({ terms }, leading) => terms.map((term, k) => formulaLatex(term, leading && k === 0)).join(" + "),
  minus: ({ left, right }, leading) => `${formulaLatex(left, leading)} - ${formulaLatex(right, false)}`,
  product: ({ factors, sign }, leading) =>
    factors.map((factor, k) => formulaLatex(factor, leading && k === 0)).join(PRODUCTS[sign]),
  negative: ({ item }) => `-${formulaLatex(item, false)}`,
  fraction: ({ top, bottom }) => `\\frac{${formulaLatex(top)}}{${formulaLatex(bottom)}}`,
  power: ({ base, exponent }) =>
    `${needsGroup(base) ? parentheses(formulaLatex(base)) : `{${formulaLatex(base, false)}}`}^{${formulaLatex(exponent)}}`,
  call: ({ name, arguments_ }) => {
    const list = arguments_.map((item) => formulaLatex(item)).join(", ");
    if (name === "sqrt") return `\\sqrt{${list}}`;
    if (name === "abs") return `\\left|${list}\\right|`;
    return `${KNOWN.has(name) ? `\\${name}` : letters(name)}${parentheses(list)}`;
  },
  group: ({ item }) => parentheses(formulaLatex(item)),
  cases: ({ rows }) =>
    `\\begin{cases}${rows
      .map(({ value, when }) => `${formulaLatex(value)} & ${formulaLatex(when)}`)
      .join(" \\\\ ")}\\end{cases}`,
  compare: ({ left, sign, right }) => `${formulaLatex(left)} ${SIGNS[sign] ?? sign} ${formulaLatex(right)}`,
  vector: ({ letter, layer }) => (layer === null ? letter : `${letter}^{(${layer})}`),
  vector_gradient: ({ of, vector }) =>
    `\\frac{\\partial ${symbolLatex(of)}}{\\partial ${formulaLatex(vector)}}`,
  transposed: ({ item }) => `{${formulaLatex(item)}}^{\\top}`,
  matrix: ({ rows }) =>
    `\\begin{bmatrix}${rows.map((line) => line.map((item) => formulaLatex(item)).join(" & ")).join(" \\\\ ")}\\end{bmatrix}`,
  part: ({ item }, leading) => formulaLatex(item, leading),
};

/**
 * @param {Formula} formula
 * @param {boolean} [leading] whether nothing stands before it; a later negative number gets parentheses
 * @returns {string}
 */
function formulaLatex(formula, leading = true) {
  const write = /** @type {(formula: Formula, leading: boolean) => string} */ (LATEX[formula.type]);
  return write(formula, leading);
}

/**
 * A derivation, line under line.
 * @param {import("../lesson/explain.js").Derivation} derivation
 */
export const derivationLatex = ({ left, lines }) =>
  `\\begin{aligned}\n${lines
    .map(({ formula }, k) => `  ${k === 0 ? formulaLatex(left) : ""} &= ${formulaLatex(formula)}`)
    .join(" \\\\\n")}\n\\end{aligned}`;
