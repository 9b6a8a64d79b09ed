/**
 * A formula as a small tree of plain data. The tree says what is there; how it looks (MathML, plain text) is
 * the view's.
 *
 * @typedef {object} Named what a formula needs to know of a node
 * @property {string} name
 * @property {readonly [string, string]} symbol base and subscript
 *
 * @typedef {{type: "symbol", node: Named}} SymbolTerm a node's symbol
 * @typedef {{type: "value", node: Named, number: number, given: boolean}} ValueTerm its number; given: a
 *   leaf's, as entered
 * @typedef {{type: "gradient", node: Named, of: Named}} GradientTerm ∂L/∂node
 * @typedef {{type: "gradient_value", node: Named, number: number}} GradientValueTerm the number of ∂L/∂node
 * @typedef {{type: "partial", of: Named, by: Named}} PartialTerm ∂of/∂by
 * @typedef {{type: "number", number: number}} NumberTerm a constant of the formula
 * @typedef {{type: "letter", text: string}} LetterTerm e
 * @typedef {{type: "result", number: number}} ResultTerm a number that belongs to no node: a local
 *   derivative, a product
 * @typedef {{type: "sum", terms: Formula[]}} Sum
 * @typedef {{type: "minus", left: Formula, right: Formula}} Difference
 * @typedef {{type: "product", factors: Formula[], sign: "none" | "times" | "dot" | "each"}} Product
 * @typedef {{type: "negative", item: Formula}} Negative
 * @typedef {{type: "fraction", top: Formula, bottom: Formula}} Fraction
 * @typedef {{type: "power", base: Formula, exponent: Formula}} Power
 * @typedef {{type: "call", name: string, arguments_: Formula[]}} Call
 * @typedef {{type: "group", item: Formula}} Group in parentheses
 * @typedef {{type: "cases", rows: {value: Formula, when: Formula}[]}} Cases
 * @typedef {{type: "compare", left: Formula, sign: string, right: Formula}} Comparison
 * @typedef {{type: "vector", letter: string, layer: number | null}} VectorTerm a whole layer's quantity, W⁽¹⁾
 *   or z⁽¹⁾
 * @typedef {{type: "vector_gradient", of: Named, vector: Formula}} VectorGradientTerm ∂L/∂z⁽¹⁾
 * @typedef {{type: "transposed", item: Formula}} Transposed
 * @typedef {{type: "matrix", rows: Formula[][]}} Matrix
 * @typedef {{type: "part", part: "upstream" | "local", item: Formula, named: boolean}} Part of a backward
 *   product
 * @typedef {SymbolTerm | ValueTerm | GradientTerm | GradientValueTerm | PartialTerm | NumberTerm | LetterTerm
 *   | ResultTerm
 *   | Sum | Difference | Product | Negative | Fraction | Power | Call | Group | Cases | Comparison | Part
 *   | VectorTerm | VectorGradientTerm | Transposed | Matrix} Formula
 */

/**
 * @param {number} number
 * @returns {NumberTerm}
 */
export const constant = (number) => ({ type: "number", number });
/**
 * @param {number} number
 * @returns {ResultTerm}
 */
export const result = (number) => ({ type: "result", number });
/**
 * A sum of one term is that term.
 * @param {Formula[]} terms
 * @returns {Formula}
 */
export const sum = (terms) => (terms.length === 1 ? terms[0] : { type: "sum", terms });
/**
 * @param {Formula} left
 * @param {Formula} right
 * @returns {Difference}
 */
export const minus = (left, right) => ({ type: "minus", left, right });
/**
 * Factors that are sums get their parentheses here.
 * @param {Formula[]} factors
 * @param {"none" | "times" | "dot" | "each"} sign
 * @returns {Formula}
 */
export const product = (factors, sign) =>
  factors.length === 1 ? factors[0] : { type: "product", factors: factors.map(asFactor), sign };
const NEEDS_PARENTHESES = new Set(["sum", "minus", "negative"]);

/**
 * @param {Formula} item
 * @returns {Formula}
 */
function asFactor(item) {
  if (item.type === "part") return { ...item, item: asFactor(item.item) };
  return NEEDS_PARENTHESES.has(item.type) ? group(item) : item;
}

/**
 * @param {Formula} item
 * @returns {Negative}
 */
export const negative = (item) => ({ type: "negative", item });
/**
 * @param {Formula} top
 * @param {Formula} bottom
 * @returns {Fraction}
 */
export const fraction = (top, bottom) => ({ type: "fraction", top, bottom });
/**
 * @param {Formula} base
 * @param {Formula} exponent
 * @returns {Power}
 */
export const power = (base, exponent) => ({ type: "power", base, exponent });
/**
 * @param {string} name
 * @param {...Formula} arguments_
 * @returns {Call}
 */
export const call = (name, ...arguments_) => ({ type: "call", name, arguments_ });
/**
 * A mathematical constant by its letter.
 * @param {string} text
 * @returns {LetterTerm}
 */
export const letter = (text) => ({ type: "letter", text });
/**
 * @param {Formula} item
 * @returns {Group}
 */
export const group = (item) => ({ type: "group", item });
/**
 * @param {{value: Formula, when: Formula}[]} rows
 * @returns {Cases}
 */
export const cases = (rows) => ({ type: "cases", rows });
/**
 * @param {Formula} left
 * @param {string} sign
 * @param {Formula} right
 * @returns {Comparison}
 */
export const compare = (left, sign, right) => ({ type: "compare", left, sign, right });
/**
 * @param {"upstream" | "local"} name
 * @param {Formula} item
 * @param {boolean} [named] with its name beneath
 * @returns {Part}
 */
export const part = (name, item, named = false) => ({ type: "part", part: name, item, named });
/**
 * @param {string} name its letter
 * @param {number | null} layer
 * @returns {VectorTerm}
 */
export const vector = (name, layer) => ({ type: "vector", letter: name, layer });
/**
 * The loss is the last node.
 * @param {import("../engine/graph.js").Graph} graph
 */
export const lossOf = ({ nodes }) => nodes[nodes.length - 1];

/**
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Formula} item
 * @returns {VectorGradientTerm}
 */
export const gradientVector = (graph, item) => ({ type: "vector_gradient", of: lossOf(graph), vector: item });
/**
 * @param {Formula} item
 * @returns {Transposed}
 */
export const transposed = (item) => ({ type: "transposed", item });

/** What is shown of a row or a column that is longer: its beginning and its last entry. */
const LONGEST_SHOWN_ROW = 6;
const SHOWN_AT_FIRST = 3;

/**
 * A matrix; of a large one, the corners.
 * @param {Formula[][]} rows
 * @returns {Matrix}
 */
export const matrix = (rows) => ({
  type: "matrix",
  rows: shortened(
    rows.map((row) => shortened(row, () => letter("⋯"))),
    (row) => row.map(() => letter("⋮")),
  ),
});

/**
 * @template T
 * @param {T[]} items
 * @param {(like: T) => T} gap
 * @returns {T[]}
 */
const shortened = (items, gap) =>
  items.length <= LONGEST_SHOWN_ROW
    ? items
    : [...items.slice(0, SHOWN_AT_FIRST), gap(items[0]), items[items.length - 1]];

/**
 * @param {Named} of
 * @param {Named} by
 * @returns {PartialTerm}
 */
export const partial = (of, by) => ({ type: "partial", of, by });
/**
 * @param {Named} node
 * @param {Named} loss
 * @returns {GradientTerm}
 */
export const gradient = (node, loss) => ({ type: "gradient", node, of: loss });
/**
 * @param {Named} node
 * @param {number} number
 * @returns {GradientValueTerm}
 */
export const gradientValue = (node, number) => ({ type: "gradient_value", node, number });

/**
 * The two voices in which a template can be read: with symbols, or with the numbers in their place.
 * @typedef {object} Voice
 * @property {(index: number) => Formula} at the value of a node
 * @property {"none" | "times"} sign how factors stand beside each other
 * @property {(index: number, parent: number) => number} [sibling] the node that is of `parent` what `index`
 *   is of its first parent; -1 where there is none
 */

/**
 * @param {import("../engine/graph.js").Graph} graph
 * @returns {Voice}
 */
export function symbolVoice(graph) {
  return {
    at: (index) => ({ type: "symbol", node: graph.nodes[index] }),
    sign: "none",
    sibling: siblingsIn(graph),
  };
}

/**
 * A number that is still to be found is spoken of by its symbol.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {ArrayLike<number>} values
 * @returns {Voice}
 */
export function numberVoice(graph, values) {
  return {
    at: (index) => {
      const node = graph.nodes[index];
      if (Number.isNaN(values[index])) return { type: "symbol", node };
      return { type: "value", node, number: values[index], given: node.op === "leaf" };
    },
    sign: "times",
    sibling: siblingsIn(graph),
  };
}

/**
 * @param {import("../engine/graph.js").Graph} graph
 * @returns {(index: number, parent: number) => number}
 */
const siblingsIn =
  ({ nodes, children }) =>
  (index, parent) =>
    children[parent].find(
      (child) => nodes[child].op === nodes[index].op && nodes[child].parents[0] === parent,
    ) ?? -1;

/**
 * Visits a formula and all that it is made of, from left to right.
 * @param {Formula} formula
 * @param {(term: Formula) => void} visit
 */
export function eachTerm(formula, visit) {
  visit(formula);
  for (const held of Object.values(formula)) {
    for (const item of [held].flat(2)) {
      if (isFormula(item)) eachTerm(item, visit);
      else if (item?.value && item.when) [item.value, item.when].forEach((one) => eachTerm(one, visit));
    }
  }
}

/**
 * @param {any} item
 * @returns {item is Formula}
 */
const isFormula = (item) => typeof item?.type === "string";
