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
 * @property {[number, number][][][][]} areas by class and tone, from the palest, in cells from the lower left
 * @property {[number, number, number, number][]} boundary in cells
 *
 * @typedef {{across: [number, number], up: [number, number], points: [number, number][]}} CurvePicture
 *
 * @typedef {{right: number, of: number}} Score
 */
import { featuresOf } from "../engine/features.js";
import { areaAbove, contourOf } from "./contour.js";
import { createPredictor, gridInputs, lineInputs, pointAt } from "./field.js";

/** A map has so many cells a side. */
export const CELLS = 40;
const CURVE_POINTS = 121;
/** A small one has so many, and there are at most so many of them. */
const SMALL = 16;
const MOST_SMALL = 24;
/** How sure the network is of a class where each of its tones begins; they lie upon each other. */
const TONES = [0, 0.25, 0.5, 0.75];
/** What lies around the points is shown too. */
const MARGIN = 0.06;
/** The ends of a picture are round numbers: so many steps of 1, 2 or 5 times a power of ten, at most. */
const MOST_STEPS = 20;

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
 * From where to where numbers go, and a little beyond, to round numbers.
 * @param {number[]} numbers
 * @param {readonly number[]} [frame] that is kept where it holds all of them
 * @returns {[number, number]}
 */
export function reachOf(numbers, frame) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (frame && frame[0] <= least && most <= frame[1]) return [frame[0], frame[1]];
  const span = most - least || 1;
  const power = 10 ** Math.floor(Math.log10(span / MOST_STEPS));
  const step = power * ([1, 2, 5].find((factor) => factor * power * MOST_STEPS >= span) ?? 10);
  const to = (/** @type {number} */ number, /** @type {(n: number) => number} */ round) =>
    Number((round(number / step) * step).toPrecision(12));
  return [to(least - MARGIN * span, Math.floor), to(most + MARGIN * span, Math.ceil)];
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
 * @param {readonly number[] | null} frame
 * @returns {MapPicture | null} null where samples have not two columns
 */
export function mapOf({ ends, data }, graph, leaves, frame) {
  if (data?.columns !== 2) return null;
  const across = reachOf(
    data.points.map(({ inputs }) => inputs[0]),
    frame?.slice(0, 2),
  );
  const up = reachOf(
    data.points.map(({ inputs }) => inputs[1]),
    frame?.slice(2),
  );
  const points = CELLS + 1;
  const inputs = gridInputs(ends.features, across, up, points);
  const predict = predictorOf(graph);
  const values = predict(leaves, inputs, outputsOf(graph));
  const leads = leadsOf(ends, values);
  const boundaries = values.length > 1 ? leads : leads.slice(1);
  return {
    size: CELLS,
    across,
    up,
    classes: data.classes,
    areas: leads.map((lead) => TONES.map((level) => areaAbove(lead, points, level))),
    boundary: boundaries.flatMap((lead) => contourOf(lead, points, 0)),
  };
}

/**
 * What each hidden neuron makes of the inputs: where its value is positive and where negative, as a share of
 * its largest; over one column its curve. None where there are more columns, or more neurons than can be seen.
 * @param {Study} study
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Leaves} leaves
 * @param {readonly number[] | null} frame
 * @returns {{cells: number, pictures: {node: number, areas?: [number, number][][][][], curve?: [number, number][]}[]}}
 */
export function neuronPictures({ ends, data }, graph, leaves, frame) {
  const hidden = graph.nodes.flatMap(({ role }, index) => (role === "hidden" ? [index] : []));
  if (!data || data.columns > 2 || hidden.length > MOST_SMALL) return { cells: SMALL, pictures: [] };
  const across = reachOf(
    data.points.map(({ inputs }) => inputs[0]),
    frame?.slice(0, 2),
  );
  const predict = predictorOf(graph);
  const points = SMALL + 1;
  const shares = (/** @type {Float64Array} */ values) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    return values.map((value) => value / largest);
  };
  if (data.columns === 1) {
    const inputs = lineInputs(ends.features, across, 2 * points);
    const pictures = predict(leaves, inputs, hidden).map((values, k) => ({
      node: hidden[k],
      curve: Array.from(
        shares(values),
        (share, place) =>
          /** @type {[number, number]} */ ([
            (SMALL * place) / (2 * points - 1),
            (SMALL * (1.1 - share)) / 2.2,
          ]),
      ),
    }));
    return { cells: SMALL, pictures };
  }
  const up = reachOf(
    data.points.map(({ inputs }) => inputs[1]),
    frame?.slice(2),
  );
  const inputs = gridInputs(ends.features, across, up, points);
  const pictures = predict(leaves, inputs, hidden).map((values, k) => {
    const share = shares(values);
    const areas = [share.map((value) => -value), share].map((lead) =>
      TONES.map((level) => areaAbove(lead, points, level)),
    );
    return { node: hidden[k], areas };
  });
  return { cells: SMALL, pictures };
}

/**
 * By class, how far it is ahead of all others, at most 1: of several outputs the difference of two; of one,
 * how far it is from the middle on the class's side.
 * @param {import("./samples.js").Ends} ends
 * @param {Float64Array[]} values by output
 */
function leadsOf(ends, values) {
  if (values.length > 1) {
    return values.map((own, k) =>
      own.map(
        (value, cell) => value - Math.max(...values.map((other, j) => (j === k ? -Infinity : other[cell]))),
      ),
    );
  }
  const { low, high } = halfOf(ends);
  const above = values[0].map((value) => (2 * value - low - high) / (high - low));
  return [above.map((lead) => -lead), above];
}

/**
 * @param {Study} study
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Leaves} leaves
 * @param {readonly number[] | null} frame
 * @returns {CurvePicture | null} null where there is not one column and one output
 */
export function curveOfRun({ ends, data }, graph, leaves, frame) {
  if (data?.columns !== 1 || ends.outputs !== 1) return null;
  const across = reachOf(
    data.points.map(({ inputs }) => inputs[0]),
    frame?.slice(0, 2),
  );
  const [heights] = predictorOf(graph)(
    leaves,
    lineInputs(ends.features, across, CURVE_POINTS),
    outputsOf(graph),
  );
  return {
    across,
    up: reachOf(
      data.points.map(({ label }) => label),
      frame?.slice(2),
    ),
    points: Array.from(heights, (height, k) => [pointAt(across, k, CURVE_POINTS), height]),
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
  const inputs = Float64Array.from(
    Array.from(chosen).flatMap((k) => featuresOf(ends.features, data.points[k].inputs)),
  );
  const predict = predictorOf(graph);
  const values = predict(leaves, inputs, outputsOf(graph));
  const leads = leadsOf(ends, values);
  return {
    // Who leads nowhere is ahead of nobody.
    right: Array.from(chosen).filter((k, i) => leads[data.points[k].label]?.[i] > 0).length,
    of: chosen.length,
  };
}
