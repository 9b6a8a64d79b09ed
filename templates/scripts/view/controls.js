/** Every number that can be chosen: a slider and a number field that agree, by neuron. */
import { fieldText, fill } from "./format.js";
import { h } from "./h.js";
import { symbolMath, valueQuantity } from "./mathml.js";
import { spokenSymbol } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/** @param {Model} model @returns {Element_} */
export function controlsView(model) {
  const { words, changed, graph } = model;
  return h("div", { class: "controls" },
    h("div", { class: "controls-head" },
      h("h2", {}, words.controls.title),
      h("button", { type: "button", class: "quiet", "data-action": "reset-all", "aria-disabled": changed.size === 0 ? "true" : null }, words.controls.reset_all)),
    h("div", { class: "groups" }, groupsOf(graph).map(({ phrase, neuron, indices }) => h("fieldset", {},
      h("legend", {}, fill(words.controls[phrase], { neuron: neuron ?? "" })),
      indices.map((index) => control(model, index))))));
}

/** Inputs, target, then the weights and bias of each neuron. @param {import("../engine/graph.js").Graph} graph */
function groupsOf({ nodes }) {
  /** @type {Map<string, {phrase: string, neuron: number | null, indices: number[]}>} */
  const groups = new Map();
  nodes.forEach((node, index) => {
    if (node.op !== "leaf") return;
    const phrase = node.neuron === null ? node.role : "neuron";
    const key = `${phrase} ${node.neuron}`;
    const group = groups.get(key) ?? { phrase, neuron: node.neuron, indices: [] };
    groups.set(key, { ...group, indices: [...group.indices, index] });
  });
  return [...groups.values()];
}

/** @param {Model} model @param {number} index */
function control({ graph, values, ranges, changed, words }, index) {
  const node = graph.nodes[index];
  const value = values[index];
  const [low, high] = ranges[node.role];
  const name = fill(words.role[node.role], { symbol: spokenSymbol(node) });
  return h("div", { class: "control", "data-quantity": valueQuantity(node) },
    h("span", { class: "control-symbol", "aria-hidden": "true" }, h("math", {}, symbolMath(node))),
    // A value beyond the slider's range widens the range rather than being cut.
    h("input", { type: "range", name: node.name, min: Math.min(low, Math.floor(value)), max: Math.max(high, Math.ceil(value)), step: sliderStep(value), value: fieldText(value), "aria-label": name, autocomplete: "off" }),
    h("input", { type: "number", name: `${node.name}-number`, "data-leaf": node.name, step: 0.05, value: fieldText(value), "aria-label": fill(words.controls.number, { name }), inputmode: "decimal", autocomplete: "off" }),
    h("button", { type: "button", class: changed.has(node.name) ? "undo" : "undo idle", "data-action": "reset", "data-leaf": node.name, "aria-label": fill(words.controls.reset, { name }), title: fill(words.controls.reset, { name }), disabled: !changed.has(node.name) }, "↺"));
}

/** Hundredths; between them, where a learning step has led, the slider must not round what it shows. @param {number} value */
const sliderStep = (value) => (Number(value.toFixed(2)) === value ? 0.01 : "any");

/** @param {Model} model @returns {Element_} */
export function readoutsView(model) {
  const { words, readouts } = model;
  return h("section", { "aria-labelledby": "readouts-title" },
    h("h2", { class: "small-title", id: "readouts-title" }, words.readouts.title),
    h("dl", { class: "readouts" }, readouts.map(({ quantity, kind, math, text }) => h("div", { class: `readout ${kind}`, "data-quantity": quantity },
      h("dt", {}, h("math", {}, math), words.readouts[kind] && h("span", {}, ` ${words.readouts[kind]}`)),
      h("dd", { class: "number" }, text)))));
}
