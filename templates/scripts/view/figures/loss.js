/** The loss over a prediction: cross-entropy and squared error, each with its tangent. */
import { lossOf } from "../../lesson/formula.js";
import { fill, formatNumber } from "../format.js";
import { h } from "../h.js";
import { inlinePartial, symbolMath } from "../mathml.js";
import { LARGE, plotOf } from "./axes.js";
import { lossText } from "../text.js";
import { fact, ownSlider, targetChoice, Y_HAT } from "./parts.js";

const TALLEST = 5;

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../lesson/figures/surprise.js").Surprise} surprise
 */
export function lossView(model, { at, target, losses, reach: [least, most] }) {
  const { words } = model;
  const named = lossOf(model.graph);
  const plot = plotOf(
    { reach: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], name: "ŷ" },
    { reach: [0, TALLEST], ticks: [0, 1, 2, 3, 4, 5], name: lossText(model.graph) },
    LARGE,
  );
  const kinds = /** @type {const} */ ([
    ["bce", "backward"],
    ["mse", "forward"],
  ]);
  return {
    drawing: [
      plot.svg(
        fill(words.figures.loss_plot, {
          target,
          at: formatNumber(at, 2),
          bce: formatNumber(losses.bce.slope),
          mse: formatNumber(losses.mse.slope),
        }),
        kinds.map(([loss, kind]) => [
          plot.curve(losses[loss].curve, kind),
          plot.tangent(at, losses[loss].value, losses[loss].slope, "local"),
          plot.dot(at, losses[loss].value, kind),
        ]),
      ),
    ],
    facts: kinds.map(([loss, kind]) =>
      h(
        "span",
        { class: `keyed ${kind}` },
        `${words.losses[loss]}: `,
        fact(symbolMath(named), losses[loss].value),
        ", ",
        fact(inlinePartial(named, Y_HAT), losses[loss].slope, "local"),
      ),
    ),
    controls: [
      ownSlider(model, "figure-prediction", {
        math: h("math", {}, symbolMath(Y_HAT)),
        label: words.figures.prediction,
        least,
        most,
        step: 0.005,
        value: at,
        text: formatNumber(at, 3),
      }),
      targetChoice(model, target),
    ],
  };
}
