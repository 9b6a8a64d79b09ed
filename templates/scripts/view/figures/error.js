/** Where ŷ − y comes from: two factors over the logit, and their product beside that of the squared error. */
import { lossOf } from "../../lesson/formula.js";
import { fill, formatNumber } from "../format.js";
import { h } from "../h.js";
import { inlinePartial, symbolMath } from "../mathml.js";
import { plotOf, roundTicks } from "./axes.js";
import { lossText } from "../text.js";
import { LOGIT, ownSlider, targetChoice } from "./parts.js";

const SIZE = { width: 230, height: 206 };
/** The slope of the logarithm leaves the plot: it does not end. */
const STEEPEST = 20;

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../lesson/figures/error.js").ErrorStudy} study
 */
export function errorView(model, { at, target, reach, losses, sigmoids }) {
  const { words } = model;
  const named = lossText(model.graph);
  const across = { reach, ticks: [-8, -4, 0, 4, 8], name: "z" };
  const side = target === 1 ? -1 : 1;
  /** @type {(most: number) => [number, number]} */
  const towards = (most) => (side < 0 ? [-most, most * 0.05] : [-most * 0.05, most]);
  const steep = towards(STEEPEST);
  const first = plotOf(across, { reach: steep, ticks: roundTicks(steep), name: `∂${named}/∂ŷ` }, SIZE);
  const second = plotOf(across, { reach: [0, 0.3], ticks: [0, 0.1, 0.2, 0.3], name: "∂ŷ/∂z" }, SIZE);
  const product = towards(1.05);
  const third = plotOf(across, { reach: product, ticks: roundTicks(product), name: `∂${named}/∂z` }, SIZE);
  const { bce, mse } = losses;
  const names = {
    at: formatNumber(at, 2),
    target,
    bce: formatNumber(bce.product),
    mse: formatNumber(mse.product),
  };
  return {
    drawing: [
      first.svg(
        fill(words.figures.first_factor, { ...names, slope: formatNumber(bce.loss) }),
        first.curve(mse.losses, "forward"),
        first.curve(bce.losses, "backward"),
        first.dot(at, mse.loss, "forward"),
        first.dot(at, bce.loss, "backward"),
      ),
      second.svg(
        fill(words.figures.second_factor, { ...names, slope: formatNumber(bce.sigmoid) }),
        second.curve(sigmoids, "local"),
        second.dot(at, bce.sigmoid, "local"),
      ),
      third.svg(
        fill(words.figures.product, names),
        third.curve(mse.products, "forward"),
        third.curve(bce.products, "backward"),
        third.dot(at, mse.product, "forward"),
        third.dot(at, bce.product, "backward"),
      ),
    ],
    facts: /** @type {const} */ ([
      ["bce", "backward"],
      ["mse", "forward"],
    ]).map(([loss, kind]) =>
      h(
        "span",
        { class: `keyed ${kind}` },
        `${words.losses[loss]}: `,
        h("math", {}, inlinePartial(lossOf(model.graph), LOGIT)),
        h(
          "span",
          { class: "number", translate: "no" },
          ` = ${formatNumber(losses[loss].loss)} × ${formatNumber(losses[loss].sigmoid)} = ${formatNumber(losses[loss].product)}`,
        ),
      ),
    ),
    controls: [
      ownSlider(model, "figure-logit", {
        math: h("math", {}, symbolMath(LOGIT)),
        label: words.figures.logit,
        least: reach[0],
        most: reach[1],
        step: 0.05,
        value: at,
        text: formatNumber(at, 2),
      }),
      targetChoice(model, target),
    ],
  };
}
