/**
 * The network panel: another network of the page's, or one's own, layer by layer. Closed until it is asked
 * for.
 */
import {
  hiddenActivations,
  LIMITS,
  outputActivations,
  outputLimits,
  reasonsFor,
  reducedLosses,
} from "../lesson/networks.js";
import { operationName } from "../lesson/operations.js";
import { formulaFieldView } from "./formulafield.js";
import { fill } from "./format.js";
import { disclosure, h } from "./h.js";
import { numberField } from "./numberfield.js";
import { openingView } from "./opening.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function builderView(model) {
  const {
    words,
    scene: {
      source: { network },
    },
  } = model;
  return disclosure({ class: "builder" }, words.builder.title, () =>
    h(
      "div",
      { class: "builder-body" },
      // The place stays when it is empty, so that the field below it is not made anew while one types in it.
      h("div", { class: "layers-place", hidden: !network }, network && layersView(model, network)),
      formulaFieldView(model),
      openingView(model),
      h(
        "div",
        { class: "builder-tools" },
        h("button", { type: "button", class: "quiet", "data-action": "undo" }, words.builder.undo),
        h("button", { type: "button", class: "quiet", "data-action": "redo" }, words.builder.redo),
      ),
    ),
  );
}

/**
 * @param {Model} model
 * @param {import("../engine/network.js").Network} network
 */
function layersView(model, network) {
  const { words, state } = model;
  const last = network.layers.length - 1;
  return [
    h(
      "ol",
      { class: "layers" },
      h(
        "li",
        {},
        h("span", { class: "layer-name" }, words.builder.inputs),
        sizeField(model, -1, network.layers[0].weights[0].length, LIMITS.inputs),
      ),
      network.layers.map((layer, depth) =>
        h(
          "li",
          {},
          h(
            "span",
            { class: "layer-name" },
            depth === last ? words.builder.outputs : fill(words.builder.hidden, { layer: depth + 1 }),
          ),
          sizeField(
            model,
            depth,
            layer.biases.length,
            depth === last ? outputLimits(network.loss) : LIMITS.neurons,
          ),
          activationPicker(model, network, depth),
          depth < last &&
            h(
              "button",
              {
                type: "button",
                class: "quiet",
                "data-action": "remove-layer",
                "data-depth": depth,
                "aria-label": fill(words.builder.remove, { layer: depth + 1 }),
              },
              "×",
            ),
        ),
      ),
      h(
        "li",
        {},
        h("span", { class: "layer-name" }, words.builder.loss),
        picker(
          words.builder.loss,
          "loss",
          -1,
          [...new Set([...reducedLosses(network.layers[last].biases.length), network.loss])].map((value) => ({
            value,
            text: operationName(words, value, "losses"),
          })),
          network.loss,
          true,
        ),
      ),
    ),
    h(
      "p",
      { class: "reason" },
      reasonsFor(network.loss)
        .map(({ reason, loss, activations, least }) =>
          fill(words.builder[reason], {
            loss: operationName(words, loss),
            activation: activations.map((name) => words.operation[name]).join(words.builder.or),
            least,
          }),
        )
        .join(" "),
    ),
    h(
      "div",
      { class: "builder-tools" },
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-action": "add-layer",
          "aria-disabled": last >= LIMITS.hidden[1] ? "true" : null,
        },
        words.builder.add,
      ),
      h(
        "label",
        { class: "seed" },
        h("span", {}, words.builder.seed),
        numberField(
          {
            value: state.seed,
            step: 1,
            least: LIMITS.seed[0],
            most: LIMITS.seed[1],
            whole: true,
          },
          { "data-field": "seed" },
        ),
      ),
      h("button", { type: "button", class: "quiet", "data-action": "draw" }, words.builder.draw),
    ),
  ];
}

/**
 * @param {Model} model
 * @param {number} depth
 * @param {number} size
 * @param {readonly number[]} limits
 */
const sizeField = ({ words }, depth, size, [least, most]) =>
  numberField(
    { value: size, step: 1, least, most, whole: true },
    {
      "data-field": "size",
      "data-depth": depth,
      "aria-label": depth < 0 ? words.builder.input_count : fill(words.builder.size, { layer: depth + 1 }),
    },
  );

/**
 * @param {Model} model
 * @param {import("../engine/network.js").Network} network
 * @param {number} depth
 */
function activationPicker({ words }, network, depth) {
  const last = depth === network.layers.length - 1;
  const possible = last ? outputActivations(network.loss) : hiddenActivations();
  return picker(
    fill(words.builder.activation, { layer: depth + 1 }),
    "activation",
    depth,
    possible.map((value) => ({ value, text: words.operation[value] })),
    network.layers[depth].activation,
    true,
  );
}

/**
 * A list to choose from, with a visible name unless that would only repeat what stands before it.
 * @param {string} name
 * @param {string} field
 * @param {number} depth
 * @param {{value: string, text: string}[]} options
 * @param {string} chosen
 * @param {boolean} [silent]
 */
function picker(name, field, depth, options, chosen, silent = false) {
  const list = h(
    "select",
    {
      "data-field": field,
      "data-depth": depth,
      "aria-label": silent ? name : null,
      autocomplete: "off",
      value: chosen,
    },
    options.map(({ value, text }) => h("option", { value, key: value, selected: value === chosen }, text)),
  );
  return silent ? list : h("label", {}, h("span", {}, name), list);
}
