/** Beside a slider, while one nudges: the loss over all that the slider reaches, the present point, and the slope there. */
import { lossCurves } from "../lesson/losscurves.js";
import { nudgedLeaf } from "../lesson/nudge.js";
import { isLeaf } from "../lesson/steps.js";
import { fill, formatNumber } from "./format.js";
import { h } from "./h.js";
import { gradientQuantity } from "./mathml.js";
import { spokenSymbol } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/** Stretched to the width of the slider above it: lines keep their width, and circles would not stay round. */
const SPARK = { width: 320, height: 100, margin: 8 };
/** The tangent reaches so far to each side. */
const TANGENT = 70;
/** What leaves the plot is cut at its edge; the line is drawn on a little so that it leaves at its angle. */
const CUT_AT = SPARK.height;

/** @param {Model} model @returns {import("../lesson/nudge.js").Spot} */
export const spotOf = ({ graph, scene, state, gradients }) => ({ graph, pass: scene.pass, leaves: state.leaves, gradients });

/** What a slider reaches: a value beyond its range widens the range rather than being cut. @param {Model} model @param {number} index @returns {[number, number]} */
export function sliderReach({ graph, values, ranges }, index) {
  const [low, high] = ranges[graph.nodes[index].role];
  return [Math.min(low, Math.floor(values[index])), Math.max(high, Math.ceil(values[index]))];
}

/** By index, of the nodes that have a slider; none unless one nudges. @param {Model} model @param {number[]} listed @returns {Map<number, Element_>} */
export function sparks(model, listed) {
  const { state, graph } = model;
  if (state.tool !== "nudge") return new Map();
  const wanted = listed.filter((index) => isLeaf(graph.nodes[index])).map((index) => ({ index, reach: sliderReach(model, index) }));
  const nudged = nudgedLeaf(graph, state.nudge.of);
  return new Map(lossCurves(spotOf(model), wanted).map((curve) => [curve.index, sparkView(model, curve, curve.index === nudged)]));
}

/** @param {Model} model @param {import("../lesson/losscurves.js").LossCurve} curve @param {boolean} isNudged */
function sparkView({ graph, words }, { index, reach: [least, most], at, loss, slope, losses, low, high }, isNudged) {
  const node = graph.nodes[index];
  const across = SPARK.width / (most - least);
  const up = (SPARK.height - 2 * SPARK.margin) / (high - low);
  const x = (at - least) * across;
  const y = Math.round(SPARK.height - SPARK.margin - (loss - low) * up);
  const place = (/** @type {number} */ value) => {
    const height = SPARK.height - SPARK.margin - (value - low) * up;
    return Math.round(Math.min(Math.max(height, -CUT_AT), SPARK.height + CUT_AT));
  };
  let curve = "";
  let pen = "M";
  const to = (/** @type {number} */ along, /** @type {number} */ value) => {
    if (Number.isFinite(value)) curve += `${pen}${Math.round(along)} ${place(value)}`;
    pen = Number.isFinite(value) ? "L" : "M";
  };
  const step = SPARK.width / (losses.length - 1);
  for (let k = 0, met = false; k < losses.length; k += 1) {
    // The present point is a corner of the line, so that it lies on it and the tangent touches.
    if (!met && k * step >= x) {
      to(x, loss);
      met = true;
    }
    if (k * step !== x) to(k * step, losses[k]);
  }
  const rise = (slope * up) / across;
  const run = Math.min(TANGENT, CUT_AT / Math.abs(rise));
  const drawn = Number.isFinite(y) && Number.isFinite(rise);
  return h("button", {
    type: "button", class: "spark", "data-action": "nudge", "data-leaf": node.name, "aria-pressed": String(isNudged),
  },
  h("svg", { viewBox: `0 0 ${SPARK.width} ${SPARK.height}`, preserveAspectRatio: "none", role: "img", "aria-label": fill(words.tools.nudge.spark, { symbol: spokenSymbol(node) }) },
    h("path", { class: "value", d: curve }),
    h("path", { class: "slope", d: drawn ? `M${(x - run).toFixed(1)} ${(y + rise * run).toFixed(1)}L${(x + run).toFixed(1)} ${(y - rise * run).toFixed(1)}` : "" }),
    h("path", { class: "point", d: drawn ? `M${x.toFixed(1)} ${y}h.01` : "" })),
  h("span", { class: "number gradient", "data-quantity": gradientQuantity(node) }, formatNumber(slope)));
}
