/** The choice of grain: operations, neurons, layers. */
import { GRAINS, grainsOf } from "../lesson/grain.js";
import { h } from "./h.js";

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function grainView({ words, state, scene: { source } }) {
  const offered = grainsOf(source.network);
  const choice = h(
    "label",
    { class: "grain" },
    h("span", {}, words.grain.name),
    h(
      "select",
      { "data-field": "grain", autocomplete: "off", value: state.grain },
      offered.map((grain) =>
        h("option", { value: grain, selected: grain === state.grain }, words.grain[grain]),
      ),
    ),
  );
  const reason = source.network ? "too_many" : "formula";
  return h(
    "div",
    { class: "grain-choice" },
    offered.length > 1 && choice,
    offered.length < GRAINS.length && h("p", { class: "reason" }, words.grain[reason]),
  );
}
