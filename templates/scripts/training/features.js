/**
 * Which features a network reads, chosen where it trains: what is offered, what is taken, and what cannot be.
 *
 * @typedef {import("../engine/network.js").Network} Network
 * @typedef {{code: string, found: string, expected: string | number, least?: number, most?: number}} Fault `code` is
 *   a key of the table [notice] in content/interface.toml
 */
import { columnsFor, featureSymbol, featuresOf, readFeature } from "../engine/features.js";
import { inputNames, LIMITS, shapeOf } from "../lesson/networks.js";

/** What is offered of samples with one column or two. */
const OFFERED = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"];

/** @param {number} columns */
const columnNames = (columns) => Array.from({ length: columns }, (_, k) => `x${k + 1}`);

/**
 * @param {Network} network
 * @param {number} columns of the samples
 */
export function featureChoices(network, columns) {
  const read = inputNames(shapeOf(network));
  const offered =
    columns > 2 ? columnNames(columns) : OFFERED.filter((text) => columns > 1 || !text.includes("x2"));
  return [...new Set([...offered, ...read])].map((text) => ({
    text,
    symbol: featureSymbol(text),
    isRead: read.includes(text),
    isLast: read.length === 1 && read.includes(text),
  }));
}

/**
 * The features with one more, or without it, in the order in which they are offered; or why not.
 * @param {Network} network
 * @param {import("./samples.js").Data} data
 * @param {string} typed
 * @returns {{features: string[]} | {fault: Fault}}
 */
export function withFeature(network, { points, columns }, typed) {
  const text = typed.replace(/\s+/g, "");
  const choices = featureChoices(network, columns);
  const feature = readFeature(text);
  if (!feature || columnsFor([text]) > columns) {
    return { fault: { code: "feature", found: text, expected: columnNames(columns).join(", ") } };
  }
  const sample = points.findIndex(({ inputs }) => !featuresOf([text], inputs).every(Number.isFinite));
  if (sample >= 0) return { fault: { code: "feature_value", found: text, expected: sample + 1 } };
  const known = [...new Set([...choices.map((choice) => choice.text), text])];
  const read = choices.filter(({ isRead }) => isRead).map((choice) => choice.text);
  const features = known.filter((one) => read.includes(one) !== (one === text));
  const [least, most] = LIMITS.inputs;
  return features.length < least || features.length > most
    ? { fault: { code: "net_inputs", found: String(features.length), expected: most, least, most } }
    : { features };
}
