/**
 * Beside a slider, while one nudges: the loss over all that the slider reaches, the present point, and the
 * slope there.
 */
import { lossCurves } from "../lesson/losscurves.js";
import { nudgedLeaf } from "../lesson/nudge.js";
import { isChosen } from "../lesson/steps.js";
import { fill, formatNumber } from "./format.js";
import { h } from "./h.js";
import { lineThrough } from "./line.js";
import { gradientQuantity } from "./mathml.js";
import { spokenSymbol } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/**
 * Stretched to the width of the slider above it: lines keep their width, and circles would not stay round.
 */
const SPARK_WIDTH = 320;
const SPARK_HEIGHT = 100;
const SPARK_MARGIN = 8;
/** The tangent reaches so far to each side, along and up. */
const TANGENT = { along: 70, up: SPARK_HEIGHT };

/**
 * @param {Model} model
 * @returns {import("../lesson/nudge.js").Spot}
 */
export const spotOf = ({ graph, scene, state, gradients }) => ({
  graph,
  pass: scene.pass,
  leaves: state.leaves,
  gradients,
});

/**
 * What a slider reaches: a value beyond its range widens the range rather than being cut.
 * @param {Model} model
 * @param {number} index
 * @returns {[number, number]}
 */
export function sliderReach({ graph, values, ranges }, index) {
  const [low, high] = ranges[graph.nodes[index].role];
  const value = values[index];
  return [value < low ? Math.floor(value) : low, value > high ? Math.ceil(value) : high];
}

/**
 * By index, of the nodes that have a slider; none unless one nudges.
 * @param {Model} model
 * @param {number[]} listed
 * @returns {Map<number, Element_>}
 */
export function sparks(model, listed) {
  const { state, graph } = model;
  if (state.tool !== "nudge") return new Map();
  const wanted = listed
    .filter((index) => isChosen(graph.nodes[index]))
    .map((index) => ({ index, reach: sliderReach(model, index) }));
  const nudged = nudgedLeaf(graph, state.nudge.of);
  return new Map(
    lossCurves(spotOf(model), wanted).map((curve) => [
      curve.index,
      sparkView(model, curve, curve.index === nudged),
    ]),
  );
}

/**
 * @param {Model} model
 * @param {import("../lesson/losscurves.js").LossCurve} curve
 * @param {boolean} isNudged
 */
function sparkView(
  { graph, words },
  { index, reach: [least, most], at, loss, slope, losses, low, high },
  isNudged,
) {
  const node = graph.nodes[index];
  const across = SPARK_WIDTH / (most - least);
  const up = (SPARK_HEIGHT - 2 * SPARK_MARGIN) / (high - low);
  const y = (/** @type {number} */ height) => SPARK_HEIGHT - SPARK_MARGIN - (height - low) * up;
  const curve = losses.map(
    (each, k) => /** @type {[number, number]} */ ([(k * SPARK_WIDTH) / (losses.length - 1), y(each)]),
  );
  /** @type {[number, number]} */
  const point = [(at - least) * across, y(loss)];
  const rise = (slope * up) / across;
  const run = Math.min(TANGENT.along, TANGENT.up / Math.abs(rise));
  return h(
    "button",
    {
      type: "button",
      class: "spark",
      "data-action": "nudge",
      "data-leaf": node.name,
      "aria-pressed": String(isNudged),
    },
    h(
      "svg",
      {
        viewBox: `0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": fill(words.tools.nudge.spark, { symbol: spokenSymbol(node) }),
      },
      // The present point is a corner of the line, so that it lies on it and the tangent touches.
      h("path", {
        class: "value",
        d: lineThrough([...curve, point].sort((one, other) => one[0] - other[0])),
      }),
      h("path", {
        class: "slope",
        d: lineThrough([
          [point[0] - run, point[1] + rise * run],
          [point[0] + run, point[1] - rise * run],
        ]),
      }),
      h("path", { class: "point", d: lineThrough([point, point]) }),
    ),
    h(
      "span",
      { class: "number gradient", translate: "no", "data-quantity": gradientQuantity(node) },
      formatNumber(slope),
    ),
  );
}
