/** What the lesson is about: the network or formula that is chosen, and what there is to see in it. */
import { h } from "./h.js";

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function subjectView({ words, scene: { source, data } }) {
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
    h(
      "p",
      { class: "preset-summary" },
      preset === null ? words.builder.own_summary : data.networks[preset].summary,
    ),
  );
}
