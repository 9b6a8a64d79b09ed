/**
 * The loss over one value with two points on it, ε to each side, that can be dragged: the secant through
 * them, whose slope is the difference quotient, and the tangent between them, whose slope is the gradient.
 */
import { lossOf } from "../lesson/formula.js";
import { lossCurve } from "../lesson/losscurves.js";
import { EXPONENT } from "../lesson/nudge.js";
import { fill, formatBrief, formatGiven, formatNumber, MINUS } from "./format.js";
import { cut, round, symbolTextView, within } from "./graph/shapes.js";
import { h } from "./h.js";
import { lineThrough } from "./line.js";
import { gradientQuantity } from "./mathml.js";
import { axesView, leftOf } from "./plot.js";
import { sliderReach } from "./spark.js";
import { spokenSymbol, symbolText } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("../lesson/nudge.js").Nudged} Nudged
 * @typedef {{x: (at: number) => number, y: (loss: number) => number}} Scales
 */

/** @type {import("./plot.js").Frame} */
const FRAME = { width: 400, height: 242, left: 46, right: 100, top: 28, bottom: 40, letter: 12.4 };
const INTERVALS = 96;
/** ε reaches so far to each side. */
const WIDEST = 10 ** EXPONENT.most;
/** Of a slider that reaches further, the plot shows what lies around its value: two points must be told apart. */
const MOST_REACH = 12;
const AROUND = 3;
/** The plot is at least so high, as a share of a loss above 1: what hardly changes shall look so. */
const LEAST_HEIGHT = 0.01;
/** What is written at the ends of two lines stands so far apart, in its middle. */
const APART = 22;

/**
 * @param {Model} model
 * @param {import("../lesson/nudge.js").Spot} spot
 * @param {number} index of the value
 * @param {Nudged} nudged
 * @returns {import("./h.js").Element_}
 */
export function secantView(model, spot, index, nudged) {
  const { graph } = model;
  const words = model.words.tools.nudge;
  const node = graph.nodes[index];
  const { value, width, below, at, above, quotient, gradient } = nudged;
  const reach = reachOf(model, index);
  const curve = lossCurve(spot, index, reach, INTERVALS);
  const heights = heightsOf(curve, [below, at, above]);
  const frame = { ...FRAME, left: leftOf(FRAME, heights) };
  const scales = scalesOf(frame, reach, heights);
  const { x, y } = scales;
  const symbol = spokenSymbol(node);
  // The points are corners of the line, so that they lie on it.
  const corners = /** @type {[number, number][]} */ ([
    ...curve.losses.map((loss, k) => [reach[0] + ((reach[1] - reach[0]) * k) / INTERVALS, loss]),
    [value - width, below],
    [value, at],
    [value + width, above],
  ]).sort(([one], [other]) => one - other);
  const [secant, tangent] = [
    lineAcross(scales, heights, reach, value - width, below, quotient),
    lineAcross(scales, heights, reach, value, at, gradient),
  ];
  const [ofSecant, ofTangent] = endsApart(secant, tangent);
  return h(
    "figure",
    { class: "plot secant-plot" },
    h(
      "figcaption",
      {},
      lineKey("secant", words.secant, formatNumber(quotient), {}),
      lineKey("tangent", fill(words.tangent, { symbol: symbolText(node) }), formatNumber(gradient), {
        "data-quantity": gradientQuantity(node),
      }),
    ),
    h(
      "svg",
      {
        viewBox: `0 0 ${FRAME.width} ${FRAME.height}`,
        role: "group",
        "aria-label": fill(words.secant_plot, {
          symbol,
          quotient: formatNumber(quotient),
          gradient: formatNumber(gradient),
        }),
        // How much of the value lies along the whole width, for who drags.
        "data-across": ((reach[1] - reach[0]) * frame.width) / (frame.width - frame.left - frame.right),
      },
      axesView(frame, heights, reach, scales),
      symbolTextView(cut(node), {
        class: "axis-name",
        x: FRAME.width - FRAME.right,
        y: FRAME.height - 6,
        "text-anchor": "end",
      }),
      symbolTextView(cut(lossOf(graph)), { class: "axis-name", x: 4, y: 19 }),
      h("path", { class: "curve value", d: lineThrough(corners.map(([to, loss]) => [x(to), y(loss)])) }),
      secant && h("path", { class: "secant", d: secant.d }),
      tangent && h("path", { class: "tangent", d: tangent.d }),
      tangent && slopeText("tangent", gradient, ofTangent),
      secant && slopeText("secant", quotient, ofSecant),
      Number.isFinite(at) && h("circle", { class: "value", cx: x(value), cy: y(at), r: 4.5 }),
      handleView(words, node, -1, value - width, below, quotient, scales),
      handleView(words, node, 1, value + width, above, quotient, scales),
    ),
  );
}

/**
 * From where to where the plot shows the value.
 * @param {Model} model
 * @param {number} index
 * @returns {[number, number]}
 */
function reachOf(model, index) {
  const value = model.values[index];
  const [low, high] = sliderReach(model, index);
  return high - low > MOST_REACH
    ? [value - AROUND, value + AROUND]
    : [Math.min(low, value - WIDEST), Math.max(high, value + WIDEST)];
}

/**
 * From where to where it shows the loss: with a margin below, so that nothing lies on the axis.
 * @param {import("../lesson/losscurves.js").LossCurve} curve
 * @param {number[]} points
 * @returns {[number, number]}
 */
function heightsOf({ low, high }, points) {
  const finite = points.filter(Number.isFinite);
  const [least, most] = [Math.min(low, ...finite), Math.max(high, ...finite)];
  const missing = Math.max(0, LEAST_HEIGHT * Math.max(1, Math.abs(most)) - (most - least)) / 2;
  const margin = (most - least) * 0.08;
  return [least - missing - margin, most + missing + margin];
}

/**
 * @param {typeof FRAME} frame
 * @param {readonly [number, number]} reach
 * @param {readonly [number, number]} heights
 * @returns {Scales}
 */
function scalesOf({ width, height, left, right, top, bottom }, reach, [low, high]) {
  const [across, up] = [
    (width - left - right) / (reach[1] - reach[0]),
    (height - top - bottom) / (high - low),
  ];
  return {
    x: (at) => round(left + (at - reach[0]) * across),
    y: (loss) => round(height - bottom - (loss - low) * up),
  };
}

/**
 * A line through a point, across all of the plot that it meets; null where it has no slope.
 * @param {Scales} scales
 * @param {readonly [number, number]} heights
 * @param {readonly [number, number]} reach
 * @param {number} at
 * @param {number} loss
 * @param {number} slope
 * @returns {{d: string, end: number} | null} its path, and how far down its right end is
 */
function lineAcross({ x, y }, [low, high], reach, at, loss, slope) {
  if (!Number.isFinite(slope) || !Number.isFinite(loss)) return null;
  const height = (/** @type {number} */ to) => loss + slope * (to - at);
  // Where it meets the plot's floor and ceiling, if it does within its sides.
  const [first, last] = reach.map((side) => {
    const over = within(height(side), low, high);
    return over === height(side) ? side : at + (over - loss) / slope;
  });
  return {
    d: `M${x(first)} ${y(height(first))}L${x(last)} ${y(height(last))}`,
    end: y(height(last)),
  };
}

/**
 * Where the slopes of both lines are written: at their right ends, and never over each other.
 * @param {{end: number} | null} secant
 * @param {{end: number} | null} tangent
 */
function endsApart(secant, tangent) {
  const [one, other] = [secant?.end ?? 0, tangent?.end ?? 0];
  if (Math.abs(one - other) >= APART) return [one, other];
  const middle = within((one + other) / 2, FRAME.top + APART / 2, FRAME.height - FRAME.bottom - APART);
  return one < other ? [middle - APART / 2, middle + APART / 2] : [middle + APART / 2, middle - APART / 2];
}

/**
 * @param {string} line
 * @param {number} slope
 * @param {number} y
 */
const slopeText = (line, slope, y) =>
  h(
    "text",
    { class: `slope ${line}`, x: FRAME.width - FRAME.right + 6, y: round(y) + 4, "aria-hidden": "true" },
    formatBrief(slope),
  );

/**
 * @param {string} line
 * @param {string} name
 * @param {string} slope
 * @param {Record<string, string>} attributes of the number
 */
const lineKey = (line, name, slope, attributes) =>
  h(
    "span",
    { class: `key ${line}` },
    name,
    " ",
    h("span", { class: "number", translate: "no", ...attributes }, slope),
  );

/**
 * A point to take hold of.
 * @param {any} words
 * @param {import("../engine/graph.js").GraphNode} node
 * @param {-1 | 1} side
 * @param {number} at
 * @param {number} loss
 * @param {number} slope of the secant
 * @param {Scales} scales
 */
function handleView(words, node, side, at, loss, slope, { x, y }) {
  const sign = side < 0 ? MINUS : "+";
  const foot = FRAME.height - FRAME.bottom;
  const [px, py] = [x(at), Number.isFinite(loss) ? y(loss) : FRAME.top];
  // Its name stands where neither the curve nor the lines are, as long as there is room above the axis.
  const below = side < 0 === slope < 0 && py + 28 < foot;
  return h(
    "g",
    {
      class: "handle",
      role: "slider",
      tabindex: 0,
      "data-nudged": side,
      "aria-label": fill(words.point, { symbol: spokenSymbol(node), sign }),
      "aria-valuenow": at,
      "aria-valuetext": fill(words.point_at, { value: formatGiven(at), loss: formatNumber(loss) }),
    },
    h("path", { class: "guide", d: `M${px} ${foot}V${py}` }),
    h("circle", { class: "reach", cx: px, cy: py, r: 22 }),
    h("circle", { class: "point", cx: px, cy: py, r: 7 }),
    h(
      "text",
      { x: px + side * 5, y: py + (below ? 21 : -13), "text-anchor": side < 0 ? "end" : "start" },
      `${sign} ε`,
    ),
  );
}
