/** The bend: an activation with its tangent and a small step, and beside it its slope. */
import { fill, formatNumber } from "../format.js";
import { h } from "../h.js";
import { inlinePartial } from "../mathml.js";
import { spokenSymbol, symbolText } from "../text.js";
import { plotOf, roundTicks } from "./axes.js";
import { fact, gradientFact, leafSlider } from "./parts.js";

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../lesson/figures/bend.js").Bend} bend
 */
export function bendView(model, { of, along, weight, slider, reach, curve, slopes, point, step }) {
  const { graph, words } = model;
  const [a, z] = [graph.nodes[of], graph.nodes[along]];
  const heights = reachOf(curve);
  const across = { reach, ticks: roundTicks(reach), name: symbolText(z) };
  const main = plotOf(across, { reach: heights, ticks: roundTicks(heights), name: symbolText(a) });
  const rise = reachOf(slopes);
  const beside = plotOf(across, {
    reach: rise,
    ticks: roundTicks(rise),
    name: fill(words.figures.slope_of, { function: symbolText(a), variable: symbolText(z) }),
  });
  const names = { function: spokenSymbol(a), variable: spokenSymbol(z) };
  const numbers = {
    at: formatNumber(point.at),
    value: formatNumber(point.value),
    slope: formatNumber(point.slope),
  };
  return {
    drawing: [
      main.svg(
        fill(words.plot.name, { ...names, ...numbers }),
        main.curve(curve, "forward"),
        main.tangent(point.at, point.value, point.slope, "local"),
        main.dot(point.at, point.value, "forward"),
      ),
      beside.svg(
        fill(words.figures.slope_plot, { ...names, ...numbers }),
        beside.curve(slopes, "local"),
        beside.dot(point.at, point.slope, "local"),
      ),
    ],
    facts: [
      fact(inlinePartial(a, z), point.slope, "local"),
      gradientFact(model, weight),
      h(
        "span",
        { class: "said" },
        fill(words.figures.step, {
          variable: symbolText(z),
          along: formatNumber(step.along, 1),
          function: symbolText(a),
          up: formatNumber(step.up),
        }),
      ),
    ],
    controls: [leafSlider(model, slider)],
  };
}

/**
 * @param {import("../../lesson/figures/spot.js").Sample[]} samples
 * @returns {[number, number]}
 */
function reachOf(samples) {
  const heights = samples.map(({ value }) => value);
  const [low, high] = [Math.min(0, ...heights), Math.max(1, ...heights)];
  return [low - (high - low) * 0.05, high + (high - low) * 0.05];
}
