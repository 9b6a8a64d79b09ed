/** How the lesson is seen: by operations, neurons or layers, and with how many digits. */
import { DECIMALS_BY_DIGITS } from "../lesson/digits.js";
import { GRAINS, grainsOf } from "../lesson/grain.js";
import { h } from "./h.js";

const DIGITS = Object.keys(DECIMALS_BY_DIGITS);

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function detailView({ words, state, scene: { source } }) {
  const offered = grainsOf(source.network);
  /**
   * @param {string} field
   * @param {string} label
   * @param {readonly string[]} options
   * @param {Record<string, string>} names
   * @param {string} chosen
   */
  const choice = (field, label, options, names, chosen) =>
    h(
      "label",
      { class: "grain" },
      h("span", {}, label),
      h(
        "select",
        { "data-field": field, autocomplete: "off", value: chosen },
        options.map((option) => h("option", { value: option, selected: option === chosen }, names[option])),
      ),
    );
  return h(
    "div",
    { class: "grain-choice" },
    offered.length > 1 && choice("grain", words.grain.name, offered, words.grain, state.grain),
    choice("digits", words.digits.name, DIGITS, words.digits, state.digits),
    offered.length < GRAINS.length &&
      h("p", { class: "reason" }, words.grain[source.network ? "too_many" : "formula"]),
  );
}
