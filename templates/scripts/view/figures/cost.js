/** What all slopes cost as a network grows: both axes logarithmic, so that a power is a straight line. */
import { WAYS, WIDTHS } from "../../lesson/figures/cost.js";
import { fill, formatCount, formatNumber } from "../format.js";
import { h } from "../h.js";
import { LARGE, plotOf } from "./axes.js";
import { ownSlider } from "./parts.js";

const KINDS = { finite: "negative", backward: "backward", forward: "forward" };

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../lesson/figures/cost.js").CostStudy} study
 */
export function costView(model, { own, family, chosen, ratio }) {
  const { words } = model;
  const plot = plotOf(
    { reach: [5, 20000], ticks: [10, 100, 1000, 10000], name: words.figures.slopes, logarithmic: true },
    {
      reach: [5, 1e9],
      ticks: [10, 1e3, 1e5, 1e7, 1e9],
      name: words.figures.multiplications,
      logarithmic: true,
    },
    LARGE,
  );
  const count = (/** @type {number} */ number) => formatCount(BigInt(Math.round(number)));
  return {
    drawing: [
      plot.svg(
        words.figures.cost_plot,
        WAYS.map((way) => [
          plot.curve(
            family.map(({ count: { slopes, [way]: cost } }) => ({ at: slopes, value: cost })),
            KINDS[way],
          ),
          plot.dot(chosen.count.slopes, chosen.count[way], KINDS[way]),
        ]),
        WAYS.map((way) => plot.dot(own.slopes, own[way], `own ${KINDS[way]}`)),
      ),
    ],
    facts: [
      ...WAYS.map((way) =>
        h(
          "span",
          { class: `keyed ${KINDS[way]}` },
          `${words.figures.ways[way]}: `,
          h("span", { class: "number", translate: "no" }, count(chosen.count[way])),
        ),
      ),
      h(
        "span",
        { class: "said" },
        fill(words.figures.ratio, {
          slopes: count(chosen.count.slopes),
          ratio: ratio < 1000 ? formatNumber(ratio, 0) : count(ratio),
          width: chosen.width,
        }),
      ),
    ],
    controls: [
      ownSlider(model, "figure-width", {
        math: words.figures.width,
        label: words.figures.width_label,
        least: 0,
        most: WIDTHS.length - 1,
        step: 1,
        value: WIDTHS.indexOf(chosen.width),
        text: String(chosen.width),
      }),
    ],
  };
}
