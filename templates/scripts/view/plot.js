/** A small plot of a function and its slope, with the present point on both. */
import { fill, formatNumber } from "./format.js";
import { h } from "./h.js";
import { spokenSymbol } from "./text.js";

const SIZE = { width: 300, height: 130, margin: 8 };
/** What leaves the plot at the top is cut there: the slope of a logarithm does not end. */
const TALLEST = 8;
const BEYOND = 1000;

/**
 * @param {import("../model.js").Model} model
 * @param {import("../lesson/curves.js").Curve} curve
 * @returns {import("./h.js").Element_}
 */
export function plotView({ graph, words }, { along, of, reach, pieces, point }) {
  const all = pieces.flat().flatMap(({ value, slope }) => [value, slope]).filter((height) => Math.abs(height) <= TALLEST);
  const [low, high] = [Math.min(0, ...all), Math.max(1, ...all)];
  const x = (/** @type {number} */ value) => SIZE.margin + ((value - reach[0]) / (reach[1] - reach[0])) * (SIZE.width - 2 * SIZE.margin);
  // What leaves the plot is cut at its edge: drawn on for a while, beyond what can be seen.
  const y = (/** @type {number} */ value) => {
    const within = Math.min(Math.max(value, low - BEYOND), high + BEYOND);
    return SIZE.height - SIZE.margin - ((within - low) / (high - low)) * (SIZE.height - 2 * SIZE.margin);
  };
  const line = (/** @type {"value" | "slope"} */ kind) => pieces.map((piece) => piece.map((sample, k) =>
    `${k === 0 ? "M" : "L"}${x(sample.at).toFixed(1)} ${y(sample[kind]).toFixed(1)}`).join("")).join("");
  const dot = (/** @type {"value" | "slope"} */ kind) => h("circle", {
    class: kind, cx: x(Math.min(Math.max(point.at, reach[0]), reach[1])).toFixed(1),
    cy: y(Math.min(Math.max(point[kind], low), high)).toFixed(1), r: 4.5,
  });
  const names = { function: spokenSymbol(graph.nodes[of]), variable: spokenSymbol(graph.nodes[along]) };
  return h("figure", { class: "plot" },
    h("svg", {
      viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img",
      "aria-label": fill(words.plot.name, { ...names, at: formatNumber(point.at), value: formatNumber(point.value), slope: formatNumber(point.slope) }),
    },
    h("path", { class: "axis", d: `M${SIZE.margin} ${y(0).toFixed(1)}H${SIZE.width - SIZE.margin}` }),
    reach[0] < 0 && reach[1] > 0 && h("path", { class: "axis", d: `M${x(0).toFixed(1)} ${SIZE.margin}V${SIZE.height - SIZE.margin}` }),
    h("path", { class: "curve slope", d: line("slope") }),
    h("path", { class: "curve value", d: line("value") }),
    dot("slope"), dot("value")),
    h("figcaption", {},
      h("span", { class: "key value" }, words.plot.value), h("span", { class: "key slope" }, words.plot.slope)));
}
