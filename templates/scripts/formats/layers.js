/**
 * Tensors by name -> layers, as generator/formats/model.py has it.
 *
 * @typedef {object} Tensor
 * @property {string} name
 * @property {readonly number[]} shape
 * @property {readonly number[]} numbers row by row
 *
 * @typedef {object} DenseLayer
 * @property {string} name the file's
 * @property {readonly (readonly number[])[]} weights a row a neuron
 * @property {readonly number[] | null} biases null where the layer has none
 * @property {string | null} activation null where the file does not say
 *
 * @typedef {object} ModelFile
 * @property {string} kind a key of the table [opening.kinds] in content/interface.toml
 * @property {readonly DenseLayer[]} layers
 * @property {string | null} loss null where the file does not say
 *
 * @typedef {{code: string, [fact: string]: string | number}} Fault `code` is a key of the table [opening.faults] in
 *   content/interface.toml, whose sentences mention the rest
 */
import { MOST_NUMBERS } from "./bytes.js";
import { Refused } from "./refused.js";

/** So many names a sentence lists. */
const LISTED = 8;

/** @param {readonly number[]} shape */
const shapeText = (shape) => shape.join(" × ") || "1";

/**
 * Our name of an activation whose name others write as one word with capitals.
 * @param {string} name
 */
export const oursOf = (name) => name.toLowerCase().replace("leaky", "leaky_");

/**
 * Rows of a matrix that stands row by row.
 * @param {Tensor} tensor
 */
export const rowsOf = ({ shape: [rows, columns], numbers }) =>
  Array.from({ length: rows }, (_, row) => numbers.slice(row * columns, (row + 1) * columns));

/** @param {readonly (readonly number[])[]} rows */
export const turned = (rows) => (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));

/**
 * A matrix is a layer's weights, and a vector after it, or named as it is, its biases. Throws Refused for
 * anything else, by name.
 * @param {readonly Tensor[]} tensors in their order
 * @returns {DenseLayer[]}
 */
export function layersOfTensors(tensors) {
  /** @type {DenseLayer[]} */
  const layers = [];
  for (const tensor of tensors) {
    const { name, shape, numbers } = tensor;
    const [, stem, kind] = /^(?:(.*)\.)?(.*)$/.exec(name) ?? [];
    const last = layers.at(-1);
    const fits = last && last.biases === null && (!stem || stem === last.name);
    if (shape.length === 2) {
      layers.push({ name: stem || name, weights: rowsOf(tensor), biases: null, activation: null });
    } else if (shape.length === 1 && fits && !/^(weight|running_mean|running_var)$/.test(kind)) {
      layers[layers.length - 1] = { ...last, biases: numbers };
    } else {
      const names = tensors.map((each) => each.name);
      const listed = names.slice(0, LISTED).join(", ") + (names.length > LISTED ? " …" : "");
      throw new Refused("tensor", { name, shape: shapeText(shape), listed });
    }
  }
  return layers;
}

/**
 * The same layers, of matrices with a column a neuron, as Keras, scikit-learn and many books have them.
 * @param {readonly DenseLayer[]} layers
 */
export const byColumn = (layers) => layers.map((layer) => ({ ...layer, weights: turned(layer.weights) }));

/**
 * Why these layers cannot be shown, or null: they fit each other, and all of their numbers are finite.
 * @param {readonly DenseLayer[]} layers
 * @returns {Fault | null}
 */
export function faultOfLayers(layers) {
  if (layers.length === 0) return { code: "empty" };
  for (const [k, { name, weights, biases }] of layers.entries()) {
    const shape = shapeText([weights.length, weights[0]?.length ?? 0]);
    if (!weights[0]?.length) return { code: "hollow", name, shape };
    if (biases && biases.length !== weights.length) {
      return { code: "biases", name, found: biases.length, expected: weights.length };
    }
    if (![...weights.flat(), ...(biases ?? [])].every(Number.isFinite)) return { code: "finite", name };
    const [found, expected] = [weights[0].length, k === 0 ? weights[0].length : layers[k - 1].weights.length];
    if (found !== expected) return { code: "columns", name, found, expected, before: layers[k - 1].name };
  }
  const count = layers.reduce((sum, { weights }) => sum + weights.length * (weights[0].length + 1), 0);
  return count > MOST_NUMBERS ? { code: "numbers", found: count, most: MOST_NUMBERS } : null;
}
