/**
 * What a network makes of its inputs, as a picture: over two of them a map of its decision, over one a curve;
 * and how many samples it gets right.
 *
 * @typedef {import("./tool.js").Study} Study
 * @typedef {Readonly<Record<string, number>>} Leaves
 *
 * @typedef {object} MapPicture
 * @property {number} size cells a side
 * @property {[number, number]} across from where to where the first input goes
 * @property {[number, number]} up likewise the second
 * @property {number} classes 0 where the output is a number
 * @property {[number, number, number][][]} runs by band: column, row from below, length
 * @property {[number, number, number, number][]} boundary in cells
 *
 * @typedef {{across: [number, number], up: [number, number], points: [number, number][]}} CurvePicture
 *
 * @typedef {{right: number, of: number}} Score
 */
import { contourOf, runsOf } from "./contour.js";
import { createPredictor, gridInputs } from "./field.js";

const CELLS = 40;
const CURVE_POINTS = 121;
/** Each class, or a number from low to high, in so many tones. */
export const TONES = 4;
/** What lies around the points is shown too. */
const MARGIN = 0.12;

/** @type {WeakMap<object, ReturnType<typeof createPredictor>>} */
const predictors = new WeakMap();

/** @param {import("../engine/graph.js").Graph} graph */
function predictorOf(graph) {
  const held = predictors.get(graph) ?? createPredictor(graph);
  predictors.set(graph, held);
  return held;
}

/** @param {import("../engine/graph.js").Graph} graph */
const outputsOf = ({ nodes }) => nodes.flatMap(({ role }, index) => (role === "output" ? [index] : []));

/**
 * From where to where numbers go, and a little beyond.
 * @param {number[]} numbers
 * @returns {[number, number]}
 */
function reachOf(numbers) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const margin = MARGIN * (most - least || 1);
  return [least - margin, most + margin];
}

/**
 * The ends of an output of two classes, and what lies halfway between them.
 * @param {import("./samples.js").Ends} ends
 */
const halfOf = ({ rule, signed }) => ({
  low: rule.range?.[0] ?? (signed ? -1 : 0),
  high: rule.range?.[1] ?? 1,
});

/**
 * @param {Study} study
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Leaves} leaves
 * @returns {MapPicture | null} null where there are not two inputs
 */
export function mapOf({ ends, data }, graph, leaves) {
  if (ends.inputs !== 2 || !data) return null;
  const across = reachOf(data.points.map(({ inputs }) => inputs[0]));
  const up = reachOf(data.points.map(({ inputs }) => inputs[1]));
  const inputs = gridInputs(across, up, CELLS);
  const predict = predictorOf(graph);
  const values = outputsOf(graph).map((output) => predict(leaves, inputs, output));
  const shared = { size: CELLS, across, up, classes: data.classes };
  if (values.length > 1) {
    const { winner, sureness } = winnersOf(values);
    const band = (/** @type {number} */ cell) => winner[cell] * TONES + toneOf(sureness[cell], 0, 1);
    return {
      ...shared,
      runs: runsOf(
        Float64Array.from(winner, (_, k) => band(k)),
        CELLS,
        values.length * TONES,
        (value) => value,
      ),
      boundary: values.flatMap((own, k) =>
        contourOf(
          own.map(
            (value, cell) =>
              value - Math.max(...values.map((other, j) => (j === k ? -Infinity : other[cell]))),
          ),
          CELLS,
          0,
        ),
      ),
    };
  }
  const { low, high } = halfOf(ends);
  const middle = (low + high) / 2;
  // Of two classes the first takes the lower half of the tones, the palest next to the boundary.
  const bandOf = (/** @type {number} */ value) =>
    value < middle ? toneOf(value, middle, low) : TONES + toneOf(value, middle, high);
  return {
    ...shared,
    runs: runsOf(values[0], CELLS, 2 * TONES, bandOf),
    boundary: contourOf(values[0], CELLS, middle),
  };
}

/**
 * @param {number} value
 * @param {number} pale where the palest tone is
 * @param {number} full where the fullest is
 */
function toneOf(value, pale, full) {
  const share = (value - pale) / (full - pale);
  return Math.min(Math.max(Math.floor(share * TONES), 0), TONES - 1);
}

/**
 * Which output is the largest, and how far it is above the others.
 * @param {Float64Array[]} values by output
 */
function winnersOf(values) {
  const winner = new Int32Array(values[0].length);
  const sureness = new Float64Array(values[0].length);
  for (let cell = 0; cell < winner.length; cell += 1) {
    let second = -Infinity;
    for (let k = 1; k < values.length; k += 1) {
      if (values[k][cell] > values[winner[cell]][cell]) {
        second = values[winner[cell]][cell];
        winner[cell] = k;
      } else second = Math.max(second, values[k][cell]);
    }
    sureness[cell] = values[winner[cell]][cell] - second;
  }
  return { winner, sureness };
}

/**
 * @param {Study} study
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Leaves} leaves
 * @returns {CurvePicture | null} null where there is not one input and one output
 */
export function curveOfRun({ ends, data }, graph, leaves) {
  if (ends.inputs !== 1 || ends.outputs !== 1 || !data) return null;
  const across = reachOf(data.points.map(({ inputs }) => inputs[0]));
  const inputs = Float64Array.from(
    { length: CURVE_POINTS },
    (_, k) => across[0] + ((across[1] - across[0]) * k) / (CURVE_POINTS - 1),
  );
  const heights = predictorOf(graph)(leaves, inputs, outputsOf(graph)[0]);
  return {
    across,
    up: reachOf(data.points.map(({ label }) => label)),
    points: Array.from(inputs, (x, k) => [x, heights[k]]),
  };
}

/**
 * How many of these samples are taken for the class that they are.
 * @param {Study} study
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Leaves} leaves
 * @param {Int32Array} chosen numbers of points
 * @returns {Score | null} null where labels are numbers
 */
export function scoreOf({ ends, data }, graph, leaves, chosen) {
  if (!data || data.classes === 0 || chosen.length === 0) return null;
  const inputs = Float64Array.from(Array.from(chosen).flatMap((k) => data.points[k].inputs));
  const predict = predictorOf(graph);
  const values = outputsOf(graph).map((output) => predict(leaves, inputs, output));
  const { low, high } = halfOf(ends);
  const found =
    values.length > 1 ? winnersOf(values).winner : values[0].map((value) => Number(value > (low + high) / 2));
  return {
    right: Array.from(chosen).filter((k, i) => found[i] === data.points[k].label).length,
    of: chosen.length,
  };
}
