/** Symbols and formulas as MathML. Every symbol and number carries the quantity it belongs to. */
import { givenParts, MINUS, numberParts, UNKNOWN } from "./format.js";
import { h } from "./h.js";

/**
 * @typedef {import("../lesson/formula.js").Formula} Formula
 * @typedef {import("../lesson/formula.js").Named} Named
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {{upstream: string, local: string}} PartNames the words beneath the two factors of a backward
 *   product
 */
const HAT = "\u0302";
const INVISIBLE_TIMES = "\u2062";
const APPLY = "\u2061";
const PRODUCT_SIGN = { none: INVISIBLE_TIMES, times: "×", dot: "·", each: "⊙" };

/**
 * What the appearances of a node's value have in common.
 * @param {Named} node
 */
export const valueQuantity = (node) => node.name;
/**
 * And those of its gradient.
 * @param {Named} node
 */
export const gradientQuantity = (node) => `dL/d${node.name}`;

/**
 * @param {string} text
 * @param {Record<string, string>} [attributes]
 */
const operator = (text, attributes = {}) => h("mo", attributes, text);

/** @param {...Element_} inside */
const row = (...inside) => h("mrow", {}, ...inside);

/** @param {...Element_} inside */
const parentheses = (...inside) => row(operator("("), ...inside, operator(")"));

/** @param {Element_} of */
const differential = (of) => row(h("mi", {}, "∂"), of);

/**
 * A letter, upright if it is a word or a capital Greek name; a hat becomes an accent.
 * @param {string} base
 */
function identifier(base) {
  const plain = base.normalize("NFD");
  return plain.endsWith(HAT)
    ? h("mover", { accent: "true" }, h("mi", {}, plain.slice(0, -1)), operator("ˆ", { stretchy: "false" }))
    : h("mi", {}, base);
}

/**
 * The symbol of a node.
 * @param {Named} node
 * @param {Record<string, string>} [attributes]
 */
export function symbolMath({ symbol: [base, subscript] }, attributes = {}) {
  return subscript === ""
    ? h("mrow", attributes, identifier(base))
    : h("msub", attributes, identifier(base), h("mn", {}, subscript));
}

/**
 * ∂of/∂by
 * @param {Named} of
 * @param {Named} by
 * @param {Record<string, string>} [attributes]
 */
const partialMath = (of, by, attributes = {}) =>
  h("mfrac", attributes, differential(symbolMath(of)), differential(symbolMath(by)));

/**
 * The same on one line.
 * @param {Named} of
 * @param {Named} by
 * @param {Record<string, string>} [attributes]
 */
export const inlinePartial = (of, by, attributes = {}) =>
  h(
    "mrow",
    attributes,
    differential(symbolMath(of)),
    operator("/", { lspace: "0", rspace: "0" }),
    differential(symbolMath(by)),
  );

/**
 * @param {number} number
 * @param {boolean} given as a person wrote it
 * @param {boolean} leading
 * @param {Record<string, string | number>} attributes
 */
function numberMath(number, given, leading, attributes) {
  const { mantissa, exponent } = given ? givenParts(number) : numberParts(number);
  const drawn =
    exponent === null
      ? h(mantissa === UNKNOWN ? "mtext" : "mn", attributes, mantissa)
      : h(
          "mrow",
          attributes,
          h("mn", {}, mantissa),
          operator("×"),
          h("msup", {}, h("mn", {}, "10"), h("mn", {}, String(exponent).replace("-", MINUS))),
        );
  return number < 0 && !leading ? parentheses(drawn) : drawn;
}

/**
 * Between neighbours.
 * @param {Element_[]} items
 * @param {(k: number) => Element_} sign before the k-th
 */
const parted = (items, sign) => items.flatMap((item, k) => (k > 0 ? [sign(k), item] : [item]));

/**
 * @param {Element_[][]} rows
 * @param {string} kind
 */
const table = (rows, kind) =>
  h(
    "mtable",
    { class: kind },
    rows.map((cells) =>
      h(
        "mtr",
        {},
        cells.map((cell) => h("mtd", {}, cell)),
      ),
    ),
  );

/**
 * Functions that have a sign of their own.
 * @type {Record<string, (argument: Element_) => Element_>}
 */
const CALLS = {
  sqrt: (argument) => h("msqrt", {}, argument),
  abs: (argument) =>
    row(operator("|", { stretchy: "false" }), argument, operator("|", { stretchy: "false" })),
};

/**
 * What is drawn of each kind; `to` draws what is inside.
 * @type
 *   {{[T in Formula["type"]]: (formula: Extract<Formula, {type: T}>, to: (inside: Formula, leading?: boolean) => Element_, leading: boolean, names: PartNames) => Element_}}
 */
const MATHML = {
  symbol: ({ node }) => symbolMath(node, { "data-quantity": valueQuantity(node) }),
  value: ({ node, number, given }, to, leading) =>
    numberMath(number, given, leading, {
      class: "number",
      tabindex: -1,
      "data-quantity": valueQuantity(node),
    }),
  gradient: ({ node, of }) => partialMath(of, node, { "data-quantity": gradientQuantity(node) }),
  gradient_value: ({ node, number }, to, leading) =>
    numberMath(number, false, leading, {
      class: "number",
      tabindex: -1,
      "data-quantity": gradientQuantity(node),
    }),
  partial: ({ of, by }) => partialMath(of, by),
  number: ({ number }, to, leading) => numberMath(number, true, leading, {}),
  letter: ({ text }) => h("mi", {}, text),
  result: ({ number }, to, leading) => numberMath(number, false, leading, { class: "number" }),
  sum: ({ terms }, to, leading) =>
    row(
      ...parted(
        terms.map((term, k) => to(term, leading && k === 0)),
        () => operator("+"),
      ),
    ),
  minus: ({ left, right }, to, leading) => row(to(left, leading), operator(MINUS), to(right, false)),
  // Before a function's name there is a little room: y ln ŷ.
  product: ({ factors, sign }, to, leading) =>
    row(
      ...parted(
        factors.map((factor, k) => to(factor, leading && k === 0)),
        (k) =>
          operator(
            PRODUCT_SIGN[sign],
            sign === "none" && factors[k].type === "call" ? { lspace: "0.17em", rspace: "0" } : {},
          ),
      ),
    ),
  negative: ({ item }, to) => row(operator(MINUS), to(item, false)),
  fraction: ({ top, bottom }, to) => h("mfrac", {}, to(top), to(bottom)),
  power: ({ base, exponent }, to) => h("msup", {}, to(base, false), to(exponent)),
  call: ({ name, arguments_ }, to) =>
    CALLS[name]?.(to(arguments_[0])) ??
    row(
      h("mi", {}, name),
      operator(APPLY),
      parentheses(
        ...parted(
          arguments_.map((item) => to(item)),
          () => operator(","),
        ),
      ),
    ),
  group: ({ item }, to) => parentheses(to(item)),
  cases: ({ rows }, to) =>
    row(
      operator("{"),
      table(
        rows.map(({ value, when }) => [to(value), to(when)]),
        "cases",
      ),
    ),
  compare: ({ left, sign, right }, to) => row(to(left), operator(sign), to(right)),
  vector: ({ letter, layer }) => {
    const vector = h("mrow", { class: "vector" }, identifier(letter));
    return layer === null ? vector : h("msup", {}, vector, parentheses(h("mn", {}, String(layer))));
  },
  vector_gradient: ({ vector }, to) =>
    h("mfrac", {}, differential(h("mi", {}, "L")), differential(to(vector))),
  transposed: ({ item }, to) =>
    h(
      "msup",
      {},
      item.type === "vector" && item.layer === null ? to(item) : parentheses(to(item)),
      h("mi", { mathvariant: "normal" }, "T"),
    ),
  matrix: ({ rows }, to) =>
    parentheses(
      table(
        rows.map((items) => items.map((item) => to(item))),
        "matrix",
      ),
    ),
  part: ({ part, item, named }, to, leading, names) => {
    const inside = h("mrow", { class: part }, to(item, leading));
    return named
      ? h(
          "munder",
          {},
          h("munder", {}, inside, operator("⏟", { class: part })),
          h("mtext", { class: `part-name ${part}` }, names[part]),
        )
      : inside;
  },
};

/**
 * @param {Formula} formula
 * @param {PartNames} names
 * @param {boolean} [leading] whether nothing stands before it; a later negative number gets parentheses
 * @returns {Element_}
 */
export function toMath(formula, names, leading = true) {
  const draw =
    /** @type {(formula: Formula, to: (inside: Formula, leading?: boolean) => Element_, leading: boolean, names: PartNames) => Element_} */ (
      MATHML[formula.type]
    );
  return draw(formula, (inside, first) => toMath(inside, names, first), leading, names);
}

/**
 * A formula as several `math` elements, cut before every +, − and ×: MathML does not break lines, so the
 * page's own line
 * breaking does it between them.
 * @param {Formula} formula
 * @param {PartNames} names
 * @returns {Element_[]}
 */
export function mathChunks(formula, names) {
  return cutFormula(formula, null).map(({ sign, item }, k) =>
    h(
      "math",
      { displaystyle: "true" },
      sign && operator(sign, { form: "infix" }),
      toMath(item, names, k === 0),
    ),
  );
}

/**
 * @param {Formula} formula
 * @param {string | null} sign what stands before it
 * @returns {{sign: string | null, item: Formula}[]}
 */
function cutFormula(formula, sign) {
  if (formula.type === "sum") {
    return formula.terms.flatMap((term, k) => cutFormula(term, k === 0 ? sign : "+"));
  }
  if (formula.type === "minus") {
    return [...cutFormula(formula.left, sign), ...cutFormula(formula.right, MINUS)];
  }
  if (formula.type !== "product" || formula.sign === "none") return [{ sign, item: formula }];
  const between = PRODUCT_SIGN[formula.sign];
  return formula.factors.flatMap((factor, k) => cutFormula(factor, k === 0 ? sign : between));
}
