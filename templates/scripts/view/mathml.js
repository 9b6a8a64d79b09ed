/** Symbols and formulas as MathML. Every symbol and number carries the quantity it belongs to. */
import { needsGroup } from "./base.js";
import { givenParts, MINUS, numberParts, UNKNOWN } from "./format.js";
import { h } from "./h.js";
import { formulaText, scripted } from "./text.js";

/**
 * @typedef {import("../lesson/formula.js").Formula} Formula
 * @typedef {import("../lesson/formula.js").Named} Named
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {import("./h.js").Child} Child
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

/**
 * Side by side, without a group of its own for what a browser would draw alike in this one: the sign at the end of a
 * group is written another way than the same between two others.
 * @param {Element_} element
 * @returns {Child[]}
 */
const ungrouped = (element) =>
  element.tag === "mrow" &&
  Object.keys(element.attributes).length === 0 &&
  [element.children[0], element.children[element.children.length - 1]].every(
    (end) => typeof end === "object" && end.tag !== "mo",
  )
    ? element.children
    : [element];

/** @param {...Element_} inside */
const row = (...inside) => h("mrow", {}, inside.map(ungrouped));

/** @param {...Element_} inside */
const parentheses = (...inside) => row(operator("("), ...inside, operator(")"));

/** @param {Element_} of */
const differential = (of) => row(h("mi", {}, "∂"), of);

/**
 * A letter, upright if it is a word or a capital Greek name; a hat becomes an accent, primes are raised.
 * @param {string} base
 * @returns {Element_}
 */
function identifier(base) {
  const parts = scripted(base);
  if (parts.length > 0) return row(...parts.map(scriptedMath));
  const [, unmarked, primes] = /** @type {RegExpExecArray} */ (/^(.*?)(′*)$/.exec(base));
  if (primes) return h("msup", {}, identifier(unmarked), operator(primes));
  const plain = base.normalize("NFD");
  return plain.endsWith(HAT)
    ? h("mover", { accent: "true" }, h("mi", {}, plain.slice(0, -1)), operator("ˆ", { stretchy: "false" }))
    : h("mi", {}, base);
}

/** @param {ReturnType<typeof scripted>[0]} part */
function scriptedMath({ sign, lower, upper }) {
  const kind = /\p{L}/u.test(sign) ? "mi" : /\d/.test(sign) ? "mn" : "mo";
  const drawn = sign === " " ? operator(APPLY, { rspace: "0.17em" }) : h(kind, {}, sign);
  const scripts = [lower, upper].filter(Boolean).map((digits) => h("mn", {}, digits));
  if (scripts.length === 0) return drawn;
  return h(lower && upper ? "msubsup" : lower ? "msub" : "msup", {}, drawn, ...scripts);
}

/**
 * The symbol of a node.
 * @param {Named} node
 * @param {Record<string, string>} [attributes]
 */
export function symbolMath({ symbol: [base, subscript] }, attributes = {}) {
  const letter = identifier(base);
  return subscript === ""
    ? { ...letter, attributes: { ...letter.attributes, ...attributes } }
    : h("msub", attributes, letter, h("mn", {}, subscript));
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
    ungrouped(differential(symbolMath(of))),
    operator("/", { lspace: "0", rspace: "0" }),
    ungrouped(differential(symbolMath(by))),
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

/** Of a matrix with more rows or columns than these, the first ones and the last are written. */
const MOST_IN_MATRIX = 4;
const BEGINNING = 2;

/** @param {string} sign */
const dots = (sign) => operator(sign, { class: "omitted" });

/**
 * @template T, U
 * @param {T[]} items
 * @param {U} between in the place of what is left out
 * @returns {(T | U)[]}
 */
const abridged = (items, between) =>
  items.length > MOST_IN_MATRIX ? [...items.slice(0, BEGINNING), between, items[items.length - 1]] : items;

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
 * @type {{[T in Formula["type"]]: (formula: Extract<Formula, {type: T}>, to: (inside: Formula, leading?:
 *   boolean) => Element_, leading: boolean, names: PartNames) => Element_}}
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
  power: ({ base, exponent }, to) =>
    h("msup", {}, needsGroup(base) ? parentheses(to(base)) : to(base, false), to(exponent)),
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
  vector_gradient: ({ of, vector }, to) =>
    h("mfrac", {}, differential(symbolMath(of)), differential(to(vector))),
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
        abridged(rows, dots("⋮")).map((items) =>
          items instanceof Array
            ? abridged(
                items.map((item) => to(item)),
                dots("⋯"),
              )
            : [items],
        ),
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
 * A formula as several `math` elements, cut before every + and − outside of parentheses, and where a product
 * or what is in parentheses is too wide for a line also inside: MathML does not break lines, so the page's
 * own line breaking does it between them.
 * @param {Formula} formula
 * @param {PartNames} names
 * @returns {Element_[]}
 */
export function mathChunks(formula, names) {
  return cutFormula(formula).map(({ before, item, after }, k) =>
    h(
      "math",
      { displaystyle: "true" },
      before.map((sign) => operator(sign, SIGNS_OF_GROUPS[sign] ?? { form: "infix" })),
      ungrouped(toMath(item, names, k === 0 || before.includes("("))),
      after.map((sign) => operator(sign, SIGNS_OF_GROUPS[sign])),
    ),
  );
}

/** @type {Record<string, Record<string, string>>} */
const SIGNS_OF_GROUPS = { "(": { stretchy: "false" }, ")": { stretchy: "false" } };
/** What is in parentheses stays in one piece up to so many characters, as text has them. */
const ONE_PIECE = 24;

/** @typedef {{before: string[], item: Formula, after: string[]}} Chunk what stands before and after an item */

/**
 * @param {Formula} formula
 * @param {string[]} before
 * @param {string[]} after
 * @returns {Chunk[]}
 */
function cutFormula(formula, before = [], after = []) {
  /** @param {[string, Formula][]} items each with the sign before it */
  const parts = (items) =>
    items.flatMap(([sign, item], k) =>
      cutFormula(item, k === 0 ? before : [sign], k === items.length - 1 ? after : []),
    );
  if (formula.type === "sum") return parts(formula.terms.map((term) => ["+", term]));
  if (formula.type === "minus") {
    return parts([
      ["", formula.left],
      [MINUS, formula.right],
    ]);
  }
  if (formula.type === "product" && (isWide(formula) || formula.factors.some(isWide))) {
    return parts(formula.factors.map((factor) => [PRODUCT_SIGN[formula.sign], factor]));
  }
  if (formula.type === "negative" && isWide(formula.item)) {
    return cutFormula(formula.item, [...before, MINUS], after);
  }
  if (formula.type === "group" && isWide(formula)) {
    return cutFormula(formula.item, [...before, "("], [")", ...after]);
  }
  return [{ before, item: formula, after }];
}

/**
 * @param {Formula} formula
 * @returns {boolean}
 */
const isWide = (formula) => formula.type === "matrix" || formulaText(formula).length > ONE_PIECE;
