/** Updates of one weight, on its loss. */
import { lossOf } from "../../lesson/formula.js";
import { fill, formatNumber } from "../format.js";
import { h } from "../h.js";
import { symbolMath } from "../mathml.js";
import { LARGE, plotOf } from "./axes.js";
import { lossText } from "../text.js";
import { fact, ownSlider } from "./parts.js";

/** @type {import("../../lesson/formula.js").Named} */
const WEIGHT = { name: "w", symbol: ["w", ""] };

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../lesson/figures/descent.js").Descent} descent
 */
export function descentView(model, { rate, reach, curve, path }) {
  const { figures } = model.words;
  const plot = plotOf(
    { reach, ticks: [-2, -1, 0, 1, 2, 3, 4], name: "w" },
    { reach: [-0.6, 12], ticks: [0, 4, 8, 12], name: lossText(model.graph) },
    LARGE,
  );
  const { at, value } = path[path.length - 1];
  return {
    drawing: [
      plot.svg(
        fill(figures.descent_plot, {
          updates: path.length - 1,
          rate: formatNumber(rate, 2),
          at: formatNumber(at),
          loss: formatNumber(value),
        }),
        plot.curve(curve, "forward"),
        plot.curve(path, "descent"),
        path.filter((step) => step.value <= 12).map((step) => plot.dot(step.at, step.value, "backward")),
      ),
    ],
    facts: [
      fill(figures.descent_after, { updates: path.length - 1 }),
      fact(symbolMath(WEIGHT), at),
      fact(symbolMath(lossOf(model.graph)), value),
    ],
    controls: [
      ownSlider(model, "figure-rate", {
        math: h("math", {}, h("mi", {}, "η")),
        label: figures.rate,
        least: 0.01,
        most: 0.6,
        step: 0.01,
        value: rate,
        text: formatNumber(rate, 2),
      }),
    ],
  };
}
