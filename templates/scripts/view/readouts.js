/** Live values: the prediction, the loss, and its gradients, wherever one is in the lesson. */
import { formatNumber } from "./format.js";
import { h } from "./h.js";
import { gradientQuantity, inlinePartial, symbolMath, valueQuantity } from "./mathml.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 *
 * @typedef {object} Readout
 * @property {string} quantity
 * @property {"prediction" | "loss" | "slope"} kind
 * @property {Element_} math
 * @property {string} text
 */

/** Of a formula with more names these are the first. */
const MOST_SLOPES = 2;

/** Of more, each is a line. */
const MOST_LARGE_READOUTS = 5;

/**
 * @param {Model} model
 * @returns {Readout[]}
 */
function readoutsOf({ scene: { outputs, parameters }, graph: { nodes }, values, gradients }) {
  const last = nodes.length - 1;
  const slopes =
    outputs.length > 0 ? outputs.map((output) => nodes[output].parents[0]) : parameters.slice(0, MOST_SLOPES);
  const value = (/** @type {number} */ index) => ({
    quantity: valueQuantity(nodes[index]),
    math: symbolMath(nodes[index]),
    text: formatNumber(values[index]),
  });
  return [
    ...outputs.map((index) => ({ kind: /** @type {const} */ ("prediction"), ...value(index) })),
    { kind: "loss", ...value(last) },
    ...slopes.map((index) => ({
      kind: /** @type {const} */ ("slope"),
      quantity: gradientQuantity(nodes[index]),
      math: inlinePartial(nodes[last], nodes[index]),
      text: formatNumber(gradients[index]),
    })),
  ];
}

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function readoutsView(model) {
  const { words } = model;
  const readouts = readoutsOf(model);
  const many = readouts.length > MOST_LARGE_READOUTS;
  return h(
    "section",
    { "aria-labelledby": "readouts-title" },
    h(
      "h2",
      { class: "small-title", id: "readouts-title" },
      h("span", { class: "only-on-screen" }, words.readouts.title),
      h("span", { class: "only-on-paper" }, words.readouts.on_paper),
    ),
    h(
      "dl",
      { class: many ? "readouts many" : "readouts" },
      readouts.map(({ quantity, kind, math, text }) =>
        h(
          "div",
          { class: `readout ${kind}`, "data-quantity": quantity },
          h(
            "dt",
            {},
            h("math", {}, math),
            words.readouts[kind] &&
              h("span", { class: many && kind !== "loss" ? "heard" : null }, ` ${words.readouts[kind]}`),
          ),
          h("dd", { class: "number", translate: "no" }, text),
        ),
      ),
    ),
  );
}
