/** What figures are made of beside their plots: numbers with their names, and small controls. */
import { lossOf } from "../../lesson/formula.js";
import { fieldText, fill, formatNumber } from "../format.js";
import { h } from "../h.js";
import { gradientQuantity, inlinePartial, symbolMath, valueQuantity } from "../mathml.js";
import { sliderReach } from "../spark.js";
import { spokenSymbol } from "../text.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../h.js").Element_} Element_
 * @typedef {import("../h.js").Child} Child
 */

/**
 * `∂L/∂w₁₁ = −0.0620`
 * @param {Element_} math
 * @param {number} number
 * @param {string} [kind] whose colour it has
 * @param {string | null} [quantity]
 */
export const fact = (math, number, kind = "", quantity = null) =>
  h(
    "span",
    { class: `fact ${kind}`, "data-quantity": quantity },
    h("math", {}, math),
    " = ",
    h("span", { class: "number", translate: "no" }, formatNumber(number)),
  );

/**
 * The gradient of a node.
 * @param {Model} model
 * @param {number} index
 */
export function gradientFact({ graph, gradients }, index) {
  const node = graph.nodes[index];
  const loss = lossOf(graph);
  return fact(inlinePartial(loss, node), gradients[index], "gradient", gradientQuantity(node));
}

/**
 * A slider that moves a leaf of the lesson.
 * @param {Model} model
 * @param {string} leaf
 */
export function leafSlider(model, leaf) {
  const { graph, values, words, changed } = model;
  const index = graph.index[leaf];
  const node = graph.nodes[index];
  const [least, most] = sliderReach(model, index);
  const name = fill(words.role[node.role], { symbol: spokenSymbol(node) });
  return h(
    "div",
    { class: "figure-control", "data-quantity": valueQuantity(node) },
    h("math", { "aria-hidden": "true" }, symbolMath(node)),
    h("input", {
      type: "range",
      "data-leaf": leaf,
      min: least,
      max: most,
      step: Number(values[index].toFixed(2)) === values[index] ? 0.01 : "any",
      value: fieldText(values[index]),
      "aria-label": fill(words.figures.slider, { name }),
      autocomplete: "off",
    }),
    h("output", { class: "number", translate: "no" }, formatNumber(values[index], 2)),
    changed.has(leaf) &&
      h(
        "button",
        {
          type: "button",
          class: "undo",
          "data-action": "reset-in-figure",
          "data-leaf": leaf,
          "aria-label": fill(words.figures.reset, { name }),
        },
        "↺",
      ),
  );
}

/**
 * A slider for what is chosen in figures alone.
 * @param {Model} model
 * @param {string} field
 * @param {{math: Child, label: string, least: number, most: number, step: number, value: number, text:
 *   string}} slider
 */
export const ownSlider = (model, field, { math, label, least, most, step, value, text }) =>
  h(
    "div",
    { class: "figure-control" },
    h("span", { "aria-hidden": "true" }, math),
    h("input", {
      type: "range",
      "data-field": field,
      min: least,
      max: most,
      step,
      value: fieldText(value),
      "aria-label": label,
      "aria-valuetext": text,
      autocomplete: "off",
    }),
    h("output", { class: "number", translate: "no" }, text),
  );

/**
 * The choice of a target, 0 or 1.
 * @param {Model} model
 * @param {0 | 1} target
 */
export const targetChoice = ({ words }, target) =>
  h(
    "div",
    { class: "figure-control", role: "group", "aria-label": words.figures.target },
    h("math", { "aria-hidden": "true" }, h("mi", {}, "y")),
    ["0", "1"].map((each) =>
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-action": "figure-target",
          "data-target": each,
          "aria-pressed": String(String(target) === each),
        },
        each,
      ),
    ),
  );

/** `ŷ`, of figures that speak of any prediction. */
export const Y_HAT = { name: "yhat", symbol: /** @type {[string, string]} */ (["ŷ", ""]) };
export const LOGIT = { name: "z", symbol: /** @type {[string, string]} */ (["z", ""]) };
