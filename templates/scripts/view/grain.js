/** The choice of grain: operations, neurons, layers. */
import { GRAINS } from "../lesson/grain.js";
import { h } from "./h.js";

/** @param {import("../model.js").Model} model @returns {import("./h.js").Element_} */
export function grainView({ words, state, scene: { source } }) {
  if (!source.network) return h("span", { class: "grain" }, words.grain.formula);
  return h("label", { class: "grain" }, h("span", {}, words.grain.name),
    h("select", { name: "grain", "data-field": "grain", autocomplete: "off", value: state.grain },
      GRAINS.map((grain) => h("option", { value: grain, selected: grain === state.grain }, words.grain[grain]))));
}
