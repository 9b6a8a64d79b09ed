/**
 * Samples that a person has placed, typed or pasted: whether a network can learn from them, and how the
 * address writes them.
 *
 * @typedef {import("../engine/data.js").Point} Point
 * @typedef {import("./samples.js").Ends} Ends
 * @typedef {{own: readonly Point[], ownClasses: number}} Own
 *
 * @typedef {object} Misfit why a network cannot learn from a table
 * @property {string} code a key of the table [tools.train.misfits] in content/interface.toml, whose sentences
 *   mention the rest
 * @property {string | number} found
 * @property {string | number} expected
 * @property {number} sample from 1; 0 where it is about all of them
 */
import { targetFault } from "../engine/targets.js";
import { classesOf, columnsOfEnds, readsColumns } from "./samples.js";

/** A text of this length fits into a link beside all else. */
const LONGEST = 1200;

/**
 * The samples of a table as this network learns from them, or what is in the way.
 * @param {Ends} ends
 * @param {Pick<import("./csv.js").Table, "inputs" | "labels" | "classes">} table
 * @returns {Own | {misfit: Misfit}}
 */
export function ownSamples(ends, { inputs, labels, classes }) {
  const misfit = (
    /** @type {string} */ code,
    /** @type {string | number} */ found,
    /** @type {string | number} */ expected,
    sample = 0,
  ) => ({ misfit: { code, found, expected, sample } });
  const columns = inputs[0].length;
  if (!readsColumns(ends, columns)) return misfit("inputs", columns, columnsOfEnds(ends));
  const own = (/** @type {number[]} */ numbers, /** @type {number} */ ownClasses) => ({
    own: Object.freeze(inputs.map((row, k) => ({ inputs: row, label: numbers[k] }))),
    ownClasses,
  });
  const known = classesOf(ends);
  if (classes.length > 0) {
    return classes.length <= known ? own(labels, known) : misfit("classes", classes.length, known);
  }
  const isClass = (/** @type {number} */ label) => Number.isInteger(label) && label >= 0 && label < known;
  if (labels.every(isClass) && !labels.every((label) => label === labels[0])) return own(labels, known);
  if (ends.signed && labels.every((label) => Math.abs(label) === 1)) {
    return own(
      labels.map((label) => (label + 1) / 2),
      known,
    );
  }
  if (ends.outputs > 1) {
    const wrong = labels.findIndex((label) => !isClass(label));
    return wrong < 0 ? own(labels, known) : misfit("label", labels[wrong], known - 1, wrong + 1);
  }
  const wrong = labels.findIndex((label) => targetFault(ends.rule, [label]) !== null);
  return wrong < 0
    ? own(labels, 0)
    : misfit("target", labels[wrong], (ends.rule.range ?? []).join(" … "), wrong + 1);
}

/**
 * `2;0.5,-0.3,1;…`: how many classes, then a sample each, its label last. What is longer than a link may be
 * is not written.
 * @param {Own} own
 * @returns {string | null}
 */
export function pointsText({ own, ownClasses }) {
  const text = [ownClasses, ...own.map(({ inputs, label }) => [...inputs, label].join(","))].join(";");
  return text.length > LONGEST ? null : text;
}

/**
 * @param {string} text
 * @returns {Own | null}
 */
export function readPoints(text) {
  const [classes, ...rows] = text.split(";");
  const numbers = rows.map((row) => row.split(",").map((cell) => (cell === "" ? NaN : Number(cell))));
  const ownClasses = Number(classes);
  const columns = numbers[0]?.length;
  const fits =
    text.length <= LONGEST &&
    /^\d$/.test(classes) &&
    columns > 1 &&
    numbers.every(
      (row) =>
        row.length === columns &&
        row.every(Number.isFinite) &&
        (ownClasses === 0 ||
          (Number.isInteger(row[columns - 1]) && row[columns - 1] >= 0 && row[columns - 1] < ownClasses)),
    );
  if (!fits) return null;
  return {
    own: Object.freeze(numbers.map((row) => ({ inputs: row.slice(0, -1), label: row[columns - 1] }))),
    ownClasses,
  };
}

/**
 * Whether a network with these ends learns from such samples.
 * @param {Ends} ends
 * @param {Own} own
 */
export const ownFits = (ends, { own, ownClasses }) =>
  own.length > 0 &&
  readsColumns(ends, own[0].inputs.length) &&
  (ownClasses === 0
    ? ends.outputs === 1 && own.every(({ label }) => targetFault(ends.rule, [label]) === null)
    : ownClasses === classesOf(ends));
