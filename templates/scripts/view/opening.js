/** A model's file to be opened: what was found in it, and what it does not say. */
import { ENDINGS } from "../formats/read.js";
import { isSaid, layersOf, offered } from "../lesson/opening.js";
import { fill } from "./format.js";
import { h } from "./h.js";

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function openingView({ words, state: { opening } }) {
  const own = words.opening;
  return h(
    "div",
    { class: "opening" },
    h(
      "label",
      { class: "file" },
      own.name,
      h("input", {
        type: "file",
        id: "model-file",
        accept: ENDINGS.join(),
        "aria-describedby": "model-file-help",
      }),
    ),
    h("p", { id: "model-file-help", class: "fine" }, fill(own.help, { formats: ENDINGS.join(", ") })),
    opening && foundView(words, opening),
  );
}

/**
 * @param {any} words
 * @param {import("../lesson/opening.js").Opening} opening
 */
function foundView(words, opening) {
  const own = words.opening;
  const layers = layersOf(opening);
  const { activations, losses } = offered(opening);
  const list = (
    /** @type {string} */ name,
    /** @type {string} */ chosen,
    /** @type {readonly string[]} */ values,
    /** @type {Record<string, string>} */ texts,
    /** @type {object} */ field,
  ) =>
    h(
      "select",
      { ...field, "aria-label": name, autocomplete: "off", value: chosen },
      ["", ...values].map((value) =>
        h("option", { value, key: value, selected: value === chosen }, value ? texts[value] : own.choose),
      ),
    );
  return h(
    "div",
    { class: "asked-of-file", role: "group", "aria-labelledby": "model-found" },
    h("p", { id: "model-found" }, fill(own.found, { file: opening.file, kind: own.kinds[opening.kind] })),
    h(
      "ol",
      { class: "layers" },
      layers.map(({ name, weights }, depth) =>
        h(
          "li",
          { key: depth },
          h(
            "span",
            { class: "layer-name" },
            fill(own.layer, { name, sources: weights[0].length, neurons: weights.length }),
          ),
          list(
            fill(words.builder.activation, { layer: depth + 1 }),
            opening.activations[depth],
            activations[depth],
            words.operation,
            { "data-field": "opening-activation", "data-depth": depth },
          ),
        ),
      ),
      h(
        "li",
        { key: "loss" },
        h("span", { class: "layer-name" }, words.builder.loss),
        list(words.builder.loss, opening.loss, losses, words.losses, { "data-field": "opening-loss" }),
      ),
    ),
    h("p", { class: "fine" }, own.sample),
    h(
      "div",
      { class: "builder-tools" },
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-action": "opening-turn",
          "aria-pressed": String(opening.columns),
        },
        own.columns,
      ),
      h(
        "button",
        { type: "button", class: "primary", "data-action": "opening-open", disabled: !isSaid(opening) },
        own.open,
      ),
      h("button", { type: "button", class: "quiet", "data-action": "opening-leave" }, own.leave),
    ),
  );
}
