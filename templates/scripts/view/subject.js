/**
 * What the lesson is about: the network or formula that is chosen, what there is to see in it, and which of
 * several samples is shown.
 */
import { operationName } from "../lesson/operations.js";
import { fill } from "./format.js";
import { h } from "./h.js";
import { numberField } from "./numberfield.js";

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function subjectView({ words, scene: { source, data }, state }) {
  const { preset } = source;
  const options = [
    ...(preset === null ? [{ value: "", text: words.builder.own }] : []),
    ...Object.entries(data.networks).map(([value, { title }]) => ({ value, text: title })),
  ];
  return h(
    "div",
    { class: "subject" },
    h(
      "label",
      {},
      h("span", {}, words.builder.preset),
      " ",
      h(
        "select",
        { "data-field": "preset", autocomplete: "off", value: preset ?? "" },
        options.map(({ value, text }) =>
          h("option", { value, key: value, selected: value === (preset ?? "") }, text),
        ),
      ),
    ),
    source.samples.length > 1 && sampleChoice(words.builder, state.sample, source.samples.length),
    h(
      "p",
      { class: "preset-summary" },
      preset === null ? words.builder.own_summary : data.networks[preset].summary,
    ),
  );
}

/**
 * @param {any} words
 * @param {number} sample
 * @param {number} count
 */
function sampleChoice(words, sample, count) {
  const button = (/** @type {string} */ way, /** @type {string} */ sign, /** @type {boolean} */ isEnd) =>
    h(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-action": way,
        "aria-label": words[way],
        "aria-disabled": isEnd ? "true" : null,
      },
      sign,
    );
  return h(
    "div",
    { class: "sample-choice" },
    button("sample-back", "‹", sample === 1),
    h(
      "label",
      {},
      words.sample,
      numberField(
        { value: sample, step: 1, least: 1, most: count, whole: true },
        { "data-field": "sample", "aria-describedby": "sample-count" },
      ),
    ),
    h("span", { id: "sample-count" }, fill(words.sample_count, { count })),
    button("sample-next", "›", sample === count),
  );
}

/**
 * `2→2→1 network · tanh · sigmoid · BCE`, or the formula.
 * @param {import("../model.js").Model} model
 */
export function shapeLine({ words, scene: { source } }) {
  const { network, formula } = source;
  if (!network) return formula?.text.trim().split("\n").join(" · ") ?? "";
  const sizes = [
    network.layers[0].weights[0].length,
    ...network.layers.map((layer) => layer.biases.length),
  ].join("→");
  return [
    `${sizes} ${words.shape.network}`,
    ...network.layers.map((layer) => words.operation[layer.activation]),
    operationName(words, network.loss),
  ].join(" · ");
}
