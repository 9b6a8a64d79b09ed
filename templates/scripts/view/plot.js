/**
 * The plot of a function at the present point: axes with their names and ticks, and the tangent, whose slope
 * is the local derivative. In a backward step the tangent has the colour that local derivatives have
 * everywhere.
 */
import { fill, formatBrief, formatNumber } from "./format.js";
import { cut, round, symbolTextView, within } from "./graph/shapes.js";
import { h } from "./h.js";
import { spokenSymbol, symbolText } from "./text.js";

/**
 * @typedef {import("../lesson/curves.js").Curve} Curve
 * @typedef {{width: number, height: number, left: number, right: number, top: number, bottom: number,
 *   letter: number}} Frame how far its axes are from the edges, and how wide a digit of what stands beside them is
 *   a plot's size, and the margins around what is drawn
 */

/** @type {Frame} */
const PLOT = { width: 300, height: 152, left: 42, right: 12, top: 20, bottom: 40, letter: 9.2 };
const TICKS = { length: 4, most: 5 };
/** Steps between ticks, in powers of ten. */
const STEPS = [1, 2, 5, 10];
/** What leaves the plot at the top is cut there: a logarithm does not end. */
const TALLEST = 8;
const BEYOND = 1000;
/** Pixels of the tangent to each side. */
const TANGENT_LENGTH = 64;

/**
 * Round numbers from one end to the other.
 * @param {number} low
 * @param {number} high
 */
export function ticksBetween(low, high) {
  const rough = (high - low) / TICKS.most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * power >= rough * 0.999) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from(
    { length: Math.floor(high / step + 1e-9) - first + 1 },
    (_, k) => Math.round((first + k) * step * 1e6) / 1e6,
  );
}

/**
 * How far up the plot reaches: over the curve and the point, and 0.
 * @param {Curve} curve
 * @returns {[number, number]}
 */
function heightsOf({ pieces, point }) {
  const heights = [...pieces.flat(), point]
    .map(({ value }) => value)
    .filter((value) => Math.abs(value) <= TALLEST);
  return [Math.min(0, ...heights), Math.max(1, ...heights)];
}

/**
 * @param {import("../model.js").Model} model
 * @param {Curve} curve
 * @returns {import("./h.js").Element_}
 */
export function plotView({ graph, words, current }, curve) {
  const { along, of, reach, pieces, point } = curve;
  const [low, high] = heightsOf(curve);
  const { width, height, right, top, bottom } = PLOT;
  const left = leftOf(PLOT, [low, high]);
  const [across, up] = [
    (width - left - right) / (reach[1] - reach[0]),
    (height - top - bottom) / (high - low),
  ];
  const x = (/** @type {number} */ at) => round(left + (at - reach[0]) * across);
  // What leaves the plot is cut at its edge: drawn on for a while, beyond what can be seen.
  const y = (/** @type {number} */ value) =>
    round(height - bottom - (within(value, low - BEYOND, high + BEYOND) - low) * up);
  const [px, py] = [x(within(point.at, reach[0], reach[1])), y(within(point.value, low, high))];
  const rise = (point.slope * up) / across;
  const run = TANGENT_LENGTH / Math.hypot(1, rise);
  // One that is steeper than can be computed stands upright.
  const climb = run > 0 ? run * rise : Math.sign(rise) * TANGENT_LENGTH;
  const [function_, variable] = [graph.nodes[of], graph.nodes[along]];
  const names = { function: spokenSymbol(function_), variable: spokenSymbol(variable) };
  const numbers = {
    at: formatNumber(point.at),
    value: formatNumber(point.value),
    slope: formatNumber(point.slope),
  };
  const slopeAt = slopePlace(px, py, rise);
  return h(
    "figure",
    { class: `plot ${current.phase}` },
    h(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": fill(words.plot.name, { ...names, ...numbers }),
      },
      axesView({ ...PLOT, left }, [low, high], reach, { x, y }),
      symbolTextView(cut(variable), {
        class: "axis-name",
        x: width - right,
        y: height - 6,
        "text-anchor": "end",
      }),
      symbolTextView(cut(function_), { class: "axis-name", x: 4, y: 14 }),
      h("path", { class: "guide", d: `M${px} ${height - bottom}V${py}H${left}` }),
      h("path", {
        class: "curve value",
        d: pieces
          .map((piece) => "M" + piece.map(({ at, value }) => `${x(at)} ${y(value)}`).join("L"))
          .join(""),
      }),
      h("path", {
        class: "tangent",
        d: `M${round(px - run)} ${round(py + climb)}L${round(px + run)} ${round(py - climb)}`,
      }),
      h("circle", { class: "value", cx: px, cy: py, r: 4.5 }),
      h(
        "text",
        { class: "slope", ...slopeAt },
        fill(words.plot.slope_of, { slope: formatBrief(point.slope) }),
      ),
    ),
    h(
      "figcaption",
      {},
      h(
        "span",
        { class: "key value" },
        fill(words.plot.value, { function: symbolText(function_), variable: symbolText(variable) }),
      ),
      h("span", { class: "key slope" }, current.phase === "backward" ? words.plot.local : words.plot.slope),
    ),
  );
}

/**
 * Where the number of the slope stands: beside the tangent, where the curve is not.
 * @param {number} px
 * @param {number} py
 * @param {number} rise of the tangent
 */
function slopePlace(px, py, rise) {
  const { width, height, right, top, bottom } = PLOT;
  const onLeft = px > width * 0.62;
  const y = rise < 0 ? py - 14 : onLeft ? py - 10 : py + 24;
  return {
    x: round(onLeft ? (rise < 0 ? width - right : px - 12) : px + 12),
    y: round(within(y, top + 12, height - bottom - 6)),
    "text-anchor": onLeft ? "end" : "start",
  };
}

/**
 * What stands at ticks: as little as tells them apart; where a few digits do not, nothing.
 * @param {number[]} ticks
 */
function tickTexts(ticks) {
  const texts = ticks.map((tick) => formatBrief(tick, true));
  return new Set(texts).size === ticks.length ? texts : ticks.map(() => "");
}

/** From the upper axis to what stands beside its ticks. */
const BESIDE = 7;
/** These are small in a power of ten, or are none. */
const NARROW = /[^\d−.×]/g;

/**
 * @param {string} text what stands at a tick
 * @param {number} letter how wide a digit is
 */
const widthOf = (text, letter) => letter * text.replace(NARROW, "").length;

/**
 * Where the upper axis stands: farther to the right where what stands beside it needs the room.
 * @param {Pick<Frame, "left" | "letter">} frame
 * @param {readonly string[]} texts
 */
export const leftFor = ({ left, letter }, texts) =>
  Math.max(left, ...texts.map((text) => BESIDE + widthOf(text, letter)));

/**
 * The same for what stands between two heights.
 * @param {Frame} frame
 * @param {readonly [number, number]} heights
 */
export const leftOf = (frame, [low, high]) => leftFor(frame, tickTexts(ticksBetween(low, high)));

/**
 * Two axes with round numbers. Where those of the lower one have no room side by side, only every other stands there,
 * or every third.
 * @param {Frame} frame
 * @param {readonly [number, number]} heights
 * @param {readonly [number, number]} reach
 * @param {{x: (at: number) => number, y: (value: number) => number}} scales
 */
export function axesView({ width, height, left, right, top, bottom, letter }, [low, high], reach, { x, y }) {
  const foot = height - bottom;
  const [across, up] = [ticksBetween(reach[0], reach[1]), ticksBetween(low, high)];
  const [acrossTexts, upTexts] = [across, up].map(tickTexts);
  const widest = Math.max(...acrossTexts.map((text) => widthOf(text, letter)));
  const every = Math.ceil((widest + BESIDE) / (x(across[1]) - x(across[0]))) || 1;
  const ticks = [
    ...across.map((tick) => `M${x(tick)} ${foot}v${TICKS.length}`),
    ...up.map((tick) => `M${left} ${y(tick)}h${-TICKS.length}`),
  ];
  return h(
    "g",
    { class: "axes", "aria-hidden": "true" },
    h("path", { class: "axis", d: `M${left} ${top}V${foot}H${width - right}${ticks.join("")}` }),
    low < 0 && h("path", { class: "zero-line", d: `M${left} ${y(0)}H${width - right}` }),
    across.map(
      (tick, k) =>
        k % every === 0 && h("text", { x: x(tick), y: foot + 17, "text-anchor": "middle" }, acrossTexts[k]),
    ),
    up.map((tick, k) => h("text", { x: left - BESIDE, y: y(tick) + 4, "text-anchor": "end" }, upTexts[k])),
  );
}
