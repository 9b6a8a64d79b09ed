/**
 * Features: what a network reads of a sample's columns, each a formula of x1, x2, …, as engine/expression.js
 * reads it. The same as generator/engine/features.py.
 *
 * @typedef {readonly string[] | null} Features null: the network reads the columns as they are
 * @typedef {import("./expression.js").Expression & {columns: number[]}} Feature a formula, and the columns that it
 *   reads, in the order of its names
 */
import { parseExpression } from "./expression.js";
import { forward } from "./graph.js";

/** A sample has so many columns at most, as in a table. */
const MOST_COLUMNS = 16;

/** @type {Map<string, Feature | null>} */
const known = new Map();

/**
 * @param {string} text
 * @returns {Feature | null} null where it is no formula, or one of other names than x1 … x16
 */
export function readFeature(text) {
  const held = known.get(text);
  if (held !== undefined) return held;
  const read = parseExpression(text);
  const columns = "fault" in read ? [] : read.expression.names.map(columnOf);
  const fits = columns.length > 0 && !columns.includes(-1) && !/[\n;=#]/.test(text);
  const feature = fits && "expression" in read ? { ...read.expression, columns } : null;
  known.set(text, feature);
  return feature;
}

/**
 * From 0; -1 for what is no column.
 * @param {string} name
 */
function columnOf(name) {
  const number = /^x_?([1-9]\d?)$/.exec(name)?.[1];
  return number && Number(number) <= MOST_COLUMNS ? Number(number) - 1 : -1;
}

/**
 * How many columns a sample has at least, if these can be read of it.
 * @param {readonly string[]} features
 */
export const columnsFor = (features) =>
  1 + Math.max(...features.flatMap((text) => readFeature(text)?.columns ?? []));

/**
 * What a network reads of a sample: of a formula without a value NaN.
 * @param {Features} features
 * @param {ArrayLike<number>} columns
 * @returns {number[]}
 */
export const featuresOf = (features, columns) =>
  features === null
    ? Array.from(columns)
    : features.map((text) => {
        const { graph, names, constants, columns: places } = /** @type {Feature} */ (readFeature(text));
        const leaves = Object.fromEntries(names.map((name, k) => [name, columns[places[k]]]));
        return forward(graph, { ...constants, ...leaves })[graph.nodes.length - 1];
      });

/**
 * The columns that are read as they are; NaN for the others.
 * @param {readonly string[]} features
 * @param {readonly number[]} inputs
 */
const plainColumns = (features, inputs) =>
  Array.from({ length: columnsFor(features) }, (_, k) => inputs[features.indexOf(`x${k + 1}`)] ?? NaN);

/**
 * Where columns that are read as they are change, what else is read of them changes too.
 * @param {readonly string[]} features
 * @param {readonly number[]} inputs with the changes
 * @param {readonly number[]} changed which of them are changed
 * @returns {[number, number][]} by number, from 0, and its new value
 */
export function followers(features, inputs, changed) {
  const moved = changed.map((k) => columnOf(features[k]));
  const read = featuresOf(features, plainColumns(features, inputs));
  return features.flatMap((text, k) =>
    Number.isFinite(read[k]) &&
    !changed.includes(k) &&
    readFeature(text)?.columns.some((at) => moved.includes(at))
      ? [[k, read[k]]]
      : [],
  );
}

/**
 * The columns of which a network has read these numbers, where it has read each of them, and so that these are
 * what it reads of them; null where they are not known.
 * @param {readonly string[]} features
 * @param {readonly number[]} inputs
 * @returns {number[] | null}
 */
export function columnsOf(features, inputs) {
  const columns = plainColumns(features, inputs);
  return featuresOf(features, columns).every((number, k) => Object.is(number, inputs[k])) ? columns : null;
}

const [LOW, HIGH] = ["₀₁₂₃₄₅₆₇₈₉", "⁰¹²³⁴⁵⁶⁷⁸⁹"];

/**
 * As people write it, of a column base and subscript, else one base: x₁², x₁x₂, sin x₁.
 * @param {string} text
 * @returns {[string, string]}
 */
export function featureSymbol(text) {
  const symbol = text
    .replace(/\s+/g, "")
    .replace(/x_?(\d+)/g, (_, digits) => `x${raised(digits, LOW)}`)
    .replace(/(?:\^|\*\*)(\d+)/g, (_, digits) => raised(digits, HIGH))
    .replace(/(?<=[\d₀-₉⁰-⁹²³¹])\*(?=x)/g, "")
    .replaceAll("*", "·")
    .replaceAll("-", "−")
    .replace(/(\p{L})\((x[₀-₉]+)\)/gu, "$1 $2");
  const column = /^x_?(\d+)$/.exec(text);
  return column ? ["x", column[1]] : [symbol, ""];
}

/**
 * @param {string} digits
 * @param {string} signs
 */
const raised = (digits, signs) => digits.replace(/\d/g, (digit) => signs[Number(digit)]);
