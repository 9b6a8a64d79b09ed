/** Symbols and formulas as MathML. Every symbol and number carries the quantity it belongs to. */
import { givenParts, MINUS, numberParts } from "./format.js";
import { h } from "./h.js";

/**
 * @typedef {import("../lesson/formula.js").Formula} Formula
 * @typedef {import("../lesson/formula.js").Named} Named
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {{upstream: string, local: string}} PartNames the words beneath the two factors of a backward product
 */
const HAT = "\u0302";
const INVISIBLE_TIMES = "\u2062";
const APPLY = "\u2061";
const PRODUCT_SIGN = { none: INVISIBLE_TIMES, times: "×", dot: "·", each: "⊙" };

/** What the appearances of a node's value have in common. @param {Named} node */
export const valueQuantity = (node) => node.name;
/** And those of its gradient. @param {Named} node */
export const gradientQuantity = (node) => `dL/d${node.name}`;

/** @param {string} text @param {Record<string, string | boolean>} [attributes] */
const operator = (text, attributes = {}) => h("mo", attributes, text);

/** A letter, upright if it is a word or a capital Greek name; a hat becomes an accent. @param {string} base */
function identifier(base) {
  const plain = base.normalize("NFD");
  return plain.endsWith(HAT)
    ? h("mover", { accent: "true" }, h("mi", {}, plain.slice(0, -1)), operator("ˆ", { stretchy: "false" }))
    : h("mi", {}, base);
}

/** The symbol of a node. @param {Named} node @param {Record<string, string>} [attributes] */
export function symbolMath({ symbol: [base, subscript] }, attributes = {}) {
  return subscript === "" ? h("mrow", attributes, identifier(base))
    : h("msub", attributes, identifier(base), h("mn", {}, subscript));
}

/** ∂of/∂by @param {Named} of @param {Named} by @param {Record<string, string>} [attributes] */
function partialMath(of, by, attributes = {}) {
  return h("mfrac", attributes,
    h("mrow", {}, h("mi", { mathvariant: "normal" }, "∂"), symbolMath(of)),
    h("mrow", {}, h("mi", { mathvariant: "normal" }, "∂"), symbolMath(by)));
}

/** The same on one line. @param {Named} of @param {Named} by @param {Record<string, string>} [attributes] */
export function inlinePartial(of, by, attributes = {}) {
  return h("mrow", attributes,
    h("mi", { mathvariant: "normal" }, "∂"), symbolMath(of), operator("/", { lspace: "0", rspace: "0", stretchy: "false" }),
    h("mi", { mathvariant: "normal" }, "∂"), symbolMath(by));
}

/** @param {import("./format.js").NumberParts} parts @param {boolean} bracketed @param {Record<string, string | number>} attributes */
function numberMath({ mantissa, exponent }, bracketed, attributes) {
  const number = exponent === null ? h("mn", attributes, mantissa)
    : h("mrow", attributes, h("mn", {}, mantissa), operator("×"),
      h("msup", {}, h("mn", {}, "10"), h("mn", {}, String(exponent).replace("-", MINUS))));
  return bracketed ? parentheses(number) : number;
}

/** @param {...Element_} inside */
const parentheses = (...inside) => h("mrow", {}, operator("(", { form: "prefix" }), ...inside, operator(")", { form: "postfix" }));

/** Before a function's name there is a little room: y ln ŷ. @param {keyof typeof PRODUCT_SIGN} sign @param {Formula} factor */
const productSign = (sign, factor) =>
  operator(PRODUCT_SIGN[sign], sign === "none" && factor.type === "call" ? { lspace: "0.17em", rspace: "0" } : {});

/** Functions that have a sign of their own. @type {Record<string, (argument: Element_) => Element_>} */
const CALLS = {
  sqrt: (argument) => h("msqrt", {}, argument),
  abs: (argument) => h("mrow", {}, operator("|", { form: "prefix", stretchy: "false" }), argument, operator("|", { form: "postfix", stretchy: "false" })),
};

/** @type {{[T in Formula["type"]]: (formula: Extract<Formula, {type: T}>, leading: boolean, names: PartNames) => Element_}} */
const MATHML = {
  symbol: ({ node }) => symbolMath(node, { "data-quantity": valueQuantity(node) }),
  value: ({ node, number, given }, leading) =>
    numberMath(given ? givenParts(number) : numberParts(number), number < 0 && !leading, { class: "number", tabindex: -1, "data-quantity": valueQuantity(node) }),
  gradient: ({ node, of }) => partialMath(of, node, { "data-quantity": gradientQuantity(node) }),
  gradient_value: ({ node, number }, leading) =>
    numberMath(numberParts(number), number < 0 && !leading, { class: "number", tabindex: -1, "data-quantity": gradientQuantity(node) }),
  partial: ({ of, by }) => partialMath(of, by),
  number: ({ number }, leading) => numberMath(givenParts(number), number < 0 && !leading, {}),
  letter: ({ text }) => h("mi", {}, text),
  result: ({ number }, leading) => numberMath(numberParts(number), number < 0 && !leading, { class: "number" }),
  sum: ({ terms }, leading, names) => h("mrow", {}, ...terms.flatMap((term, k) =>
    [...(k > 0 ? [operator("+")] : []), toMath(term, names, leading && k === 0)])),
  minus: ({ left, right }, leading, names) =>
    h("mrow", {}, toMath(left, names, leading), operator(MINUS), toMath(right, names, false)),
  product: ({ factors, sign }, leading, names) => h("mrow", {}, ...factors.flatMap((factor, k) =>
    [...(k > 0 ? [productSign(sign, factor)] : []), toMath(factor, names, leading && k === 0)])),
  negative: ({ item }, leading, names) => h("mrow", {}, operator(MINUS, { form: "prefix" }), toMath(item, names, false)),
  fraction: ({ top, bottom }, leading, names) => h("mfrac", {}, toMath(top, names), toMath(bottom, names)),
  power: ({ base, exponent }, leading, names) => h("msup", {}, toMath(base, names, false), toMath(exponent, names)),
  call: ({ name, arguments_ }, leading, names) => CALLS[name]?.(toMath(arguments_[0], names)) ?? h("mrow", {}, h("mi", {}, name), operator(APPLY),
    parentheses(...arguments_.flatMap((item, k) => [...(k > 0 ? [operator(",", { separator: "true" })] : []), toMath(item, names)]))),
  group: ({ item }, leading, names) => parentheses(toMath(item, names)),
  cases: ({ rows }, leading, names) => h("mrow", {}, operator("{", { form: "prefix", stretchy: "true" }),
    h("mtable", { class: "cases" }, ...rows.map(({ value, when }) =>
      h("mtr", {}, h("mtd", {}, toMath(value, names)), h("mtd", {}, toMath(when, names)))))),
  compare: ({ left, sign, right }, leading, names) => h("mrow", {}, toMath(left, names), operator(sign), toMath(right, names)),
  vector: ({ letter, layer }) => (layer === null ? h("mrow", { class: "vector" }, identifier(letter))
    : h("msup", {}, h("mrow", { class: "vector" }, identifier(letter)), h("mrow", {}, operator("(", { form: "prefix" }), h("mn", {}, String(layer)), operator(")", { form: "postfix" })))),
  vector_gradient: ({ vector }, leading, names) => h("mfrac", {},
    h("mrow", {}, h("mi", { mathvariant: "normal" }, "∂"), h("mi", {}, "L")), h("mrow", {}, h("mi", { mathvariant: "normal" }, "∂"), toMath(vector, names))),
  transposed: ({ item }, leading, names) => h("msup", {},
    item.type === "vector" && item.layer === null ? toMath(item, names) : parentheses(toMath(item, names)), h("mi", { mathvariant: "normal" }, "T")),
  matrix: ({ rows }, leading, names) => h("mrow", {}, operator("(", { form: "prefix", stretchy: "true" }),
    h("mtable", { class: "matrix" }, rows.map((row) => h("mtr", {}, row.map((item) => h("mtd", {}, toMath(item, names)))))),
    operator(")", { form: "postfix", stretchy: "true" })),
  part: ({ part, item, named }, leading, names) => {
    const inside = h("mrow", { class: part }, toMath(item, names, leading));
    return named ? h("munder", {}, h("munder", {}, inside, operator("⏟", { stretchy: "true", class: part })),
      h("mtext", { class: `part-name ${part}` }, names[part])) : inside;
  },
};

/**
 * @param {Formula} formula
 * @param {PartNames} names
 * @param {boolean} [leading] whether nothing stands before it; a later negative number gets parentheses
 * @returns {Element_}
 */
export function toMath(formula, names, leading = true) {
  const draw = /** @type {(formula: Formula, leading: boolean, names: PartNames) => Element_} */ (MATHML[formula.type]);
  return draw(formula, leading, names);
}

/**
 * A formula as several `math` elements, cut before every +, − and ×: MathML does not break lines, so the page's own line
 * breaking does it between them.
 * @param {Formula} formula
 * @param {PartNames} names
 * @returns {Element_[]}
 */
export function mathChunks(formula, names) {
  return cutFormula(formula, null).map(({ sign, item }, k) =>
    h("math", { displaystyle: "true" }, sign && operator(sign, { form: "infix" }), toMath(item, names, k === 0)));
}

/** @param {Formula} formula @param {string | null} sign what stands before it @returns {{sign: string | null, item: Formula}[]} */
function cutFormula(formula, sign) {
  if (formula.type === "sum") return formula.terms.flatMap((term, k) => cutFormula(term, k === 0 ? sign : "+"));
  if (formula.type === "minus") return [...cutFormula(formula.left, sign), ...cutFormula(formula.right, MINUS)];
  if (formula.type !== "product" || formula.sign === "none") return [{ sign, item: formula }];
  const between = PRODUCT_SIGN[formula.sign];
  return formula.factors.flatMap((factor, k) => cutFormula(factor, k === 0 ? sign : between));
}
