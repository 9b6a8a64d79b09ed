/** What can be taken along as data: the network as TOML, as JSON, its values and gradients as CSV. */

/** @typedef {import("./subject.js").Subject} Subject */
import { columnsOf, featuresOf } from "../../engine/features.js";
import { statedLoss } from "../networks.js";

/**
 * The columns of which a sample's inputs are features, if they are known.
 * @param {readonly string[]} features
 * @param {import("../../engine/sample.js").Sample} sample
 */
const columnsWith = (features, { inputs, columns }) =>
  columns && featuresOf(features, columns).every((number, k) => Object.is(number, inputs[k]))
    ? columns
    : columnsOf(features, inputs);

/**
 * A text as TOML and JSON quote it.
 * @param {string} text
 */
const quoted = (text) => JSON.stringify(text).replace("\u007f", "\\u007f");

/** @param {number} number */
const digits = (number) => (Object.is(number, -0) ? "-0.0" : String(number));

/** @param {readonly number[]} numbers */
const row = (numbers) => `[${numbers.map(digits).join(", ")}]`;

/**
 * What a file may say besides; its own names for what is chosen in the tool that trains.
 * @typedef {object} Besides
 * @property {Readonly<Record<string, readonly [number, number]>>} ranges what the sliders reach; left out where
 *   the numbers are beyond
 * @property {number | null} rate
 * @property {object | null} training
 * @property {readonly string[] | null} fixed
 */
/** @type {Readonly<Record<string, string>>} */
const NAMES = { set: "data", dataSeed: "seed", testShare: "test" };

/**
 * A network file, with all digits: opened again it is the same.
 * @param {Subject} subject
 * @param {{title: string, summary: string}} words
 * @param {Besides} besides
 */
export function tomlOf({ network, samples, formula }, { title, summary }, { ranges, rate, training, fixed }) {
  const { layers = [], features = null, names = {} } = network ?? {};
  // Numbers that are not what the features come to stand for themselves.
  const columns = samples.map((one) => features && (columnsWith(features, one) ?? null));
  const areFeatures = features && !columns.includes(null) ? features : null;
  const inputs = samples.map((one, k) => (areFeatures && columns[k]) || one.inputs);
  const target = samples.map((one) => one.target);
  const given = samples.length === 1 ? { inputs: inputs[0], target: target[0] } : { inputs, target };
  const trained = Object.entries(training ?? {}).map(([key, value]) => [NAMES[key] ?? key, value]);
  const numbers = {
    inputs: samples.flatMap((one) => one.inputs),
    target: target.flat(),
    parameters: [
      ...Object.values(formula?.values ?? {}),
      ...layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]),
    ],
  };
  return [
    ...entries({ title, summary, formula: formula?.text, learning_rate: rate, fixed }),
    ...(network ? entries({ ...statedLoss(network.loss), features: areFeatures, ...given }) : []),
    ...table("names", names),
    ...table("ranges", reachOf(ranges, numbers)),
    ...table("training", Object.fromEntries(trained)),
    ...table("values", formula?.values ?? {}),
    ...layers.flatMap((layer) => ["", "[[layers]]", ...entries(layer)]),
    "",
  ].join("\n");
}

/**
 * @param {string} name
 * @param {object} inside
 */
const table = (name, inside) => (Object.keys(inside).length > 0 ? ["", `[${name}]`, ...entries(inside)] : []);

/**
 * @param {Besides["ranges"]} ranges
 * @param {Readonly<Record<string, readonly number[]>>} numbers what each has to hold
 */
const reachOf = (ranges, numbers) =>
  Object.fromEntries(
    Object.entries(ranges).filter(
      ([name, [least, most]]) =>
        numbers[name].length > 0 && numbers[name].every((number) => least <= number && number <= most),
    ),
  );

/** @param {object} inside */
const entries = (inside) =>
  Object.entries(inside).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [`${key} = ${written(value)}`],
  );

/**
 * @param {any} value
 * @returns {string}
 */
function written(value) {
  if (typeof value === "number") return digits(value);
  if (typeof value === "string") return quoted(value);
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value.every((item) => typeof item === "number") ? row(value) : `[${value.map(written).join(", ")}]`;
}

/**
 * The same with all that the pass gives; what is no number is null.
 * @param {Subject} subject
 * @param {{title: string, summary: string}} words
 */
export function jsonOf({ graph, network, samples, formula, values, gradients }, words) {
  const byName = (/** @type {Float64Array} */ numbers) =>
    Object.fromEntries(graph.nodes.map(({ name }, index) => [name, numbers[index]]));
  const { title, summary } = words;
  const subject = network ? { network, samples } : { formula };
  return (
    JSON.stringify(
      { title, summary, ...subject, values: byName(values), gradients: byName(gradients) },
      null,
      1,
    ) + "\n"
  );
}

/**
 * Every value and gradient, a line each.
 * @param {Subject} subject
 */
export const csvOf = ({ graph, values, gradients }) =>
  [
    "name,role,value,gradient",
    ...graph.nodes.map(({ name, role }, index) =>
      [name, role, digits(values[index]), digits(gradients[index])].join(),
    ),
    "",
  ].join("\n");
