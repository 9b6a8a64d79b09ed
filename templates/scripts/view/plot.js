/** A small plot of a function and its slope, with the present point on both. */
import { fill, formatNumber } from "./format.js";
import { round, within } from "./graph/shapes.js";
import { h } from "./h.js";
import { spokenSymbol } from "./text.js";

const PLOT_WIDTH = 300;
const PLOT_HEIGHT = 130;
const PLOT_MARGIN = 8;
/** What leaves the plot at the top is cut there: the slope of a logarithm does not end. */
const TALLEST = 8;
const BEYOND = 1000;

/**
 * @param {import("../model.js").Model} model
 * @param {import("../lesson/curves.js").Curve} curve
 * @returns {import("./h.js").Element_}
 */
export function plotView({ graph, words }, { along, of, reach, pieces, point }) {
  const all = pieces
    .flat()
    .flatMap(({ value, slope }) => [value, slope])
    .filter((height) => Math.abs(height) <= TALLEST);
  const [low, high] = [Math.min(0, ...all), Math.max(1, ...all)];
  const x = (/** @type {number} */ at) =>
    round(PLOT_MARGIN + ((at - reach[0]) / (reach[1] - reach[0])) * (PLOT_WIDTH - 2 * PLOT_MARGIN));
  // What leaves the plot is cut at its edge: drawn on for a while, beyond what can be seen.
  const y = (/** @type {number} */ height) =>
    round(
      PLOT_HEIGHT -
        PLOT_MARGIN -
        ((within(height, low - BEYOND, high + BEYOND) - low) / (high - low)) *
          (PLOT_HEIGHT - 2 * PLOT_MARGIN),
    );
  const curve = (/** @type {"value" | "slope"} */ kind) =>
    h("path", {
      class: `curve ${kind}`,
      d: pieces
        .map((piece) => "M" + piece.map((sample) => `${x(sample.at)} ${y(sample[kind])}`).join("L"))
        .join(""),
    });
  const dot = (/** @type {"value" | "slope"} */ kind) =>
    h("circle", {
      class: kind,
      cx: x(within(point.at, reach[0], reach[1])),
      cy: y(within(point[kind], low, high)),
      r: 4.5,
    });
  const names = { function: spokenSymbol(graph.nodes[of]), variable: spokenSymbol(graph.nodes[along]) };
  return h(
    "figure",
    { class: "plot" },
    h(
      "svg",
      {
        viewBox: `0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}`,
        role: "img",
        "aria-label": fill(words.plot.name, {
          ...names,
          at: formatNumber(point.at),
          value: formatNumber(point.value),
          slope: formatNumber(point.slope),
        }),
      },
      h("path", { class: "axis", d: `M${PLOT_MARGIN} ${y(0)}H${PLOT_WIDTH - PLOT_MARGIN}` }),
      reach[0] < 0 &&
        reach[1] > 0 &&
        h("path", { class: "axis", d: `M${x(0)} ${PLOT_MARGIN}V${PLOT_HEIGHT - PLOT_MARGIN}` }),
      curve("slope"),
      curve("value"),
      dot("slope"),
      dot("value"),
    ),
    h(
      "figcaption",
      {},
      h("span", { class: "key value" }, words.plot.value),
      h("span", { class: "key slope" }, words.plot.slope),
    ),
  );
}
