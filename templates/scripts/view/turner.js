/** Sliders beside what they turn: in the panel those of the present step, in the graph that of the number taken hold of. */
import { isChosen } from "../lesson/steps.js";
import { isHidden } from "../lesson/views.js";
import { fieldText, fill, formatGiven } from "./format.js";
import { h } from "./h.js";
import { symbolMath } from "./mathml.js";
import { sliderReach } from "./spark.js";
import { spokenSymbol } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/** More do not help to see what moves what; all are below. */
const MOST = 6;

/**
 * The numbers that a step reads and that can be chosen: those in its formulas, and the weights whose
 * gradients it finds.
 * @param {Model} model
 * @returns {number[]}
 */
function readAt({ graph, current, explanation }) {
  if (current.kind === "summary") return [];
  if (current.kind === "leaves") {
    return current.focus.filter((index) =>
      ["input", "target", "parameter"].includes(graph.nodes[index].role),
    );
  }
  /** @type {Set<number>} */
  const found = new Set(current.kind === "parameters" ? current.focus : []);
  /** @param {any} formula */
  const collect = (formula) => {
    if (formula.type === "value") found.add(graph.index[formula.node.name]);
    for (const inside of Object.values(formula)) {
      if (Array.isArray(inside)) inside.flat().forEach(collect);
      else if (inside && typeof inside === "object" && "type" in inside) collect(inside);
    }
  };
  for (const { lines } of explanation.derivations) {
    for (const { name, formula } of lines) if (name === "numbers") collect(formula);
  }
  return [...found].filter((index) => isChosen(graph.nodes[index])).sort((a, b) => a - b);
}

/**
 * @param {Model} model
 * @param {number} index
 * @param {string} phrase the words for its name
 */
function turnerOf(model, index, phrase) {
  const { graph, values, words } = model;
  const node = graph.nodes[index];
  const value = values[index];
  const [low, high] = sliderReach(model, index);
  return h(
    "label",
    { class: "turner" },
    h("math", { "aria-hidden": "true" }, symbolMath(node)),
    h("input", {
      type: "range",
      "data-leaf": node.name,
      min: low,
      max: high,
      step: Number(value.toFixed(2)) === value ? 0.01 : "any",
      value: fieldText(value),
      "aria-label": fill(phrase, { name: fill(words.role[node.role], { symbol: spokenSymbol(node) }) }),
      autocomplete: "off",
    }),
    h("span", { class: "number", translate: "no", "aria-hidden": "true" }, formatGiven(value)),
  );
}

/**
 * @param {Model} model
 * @returns {Element_ | false}
 */
export function turnersView(model) {
  const { words, state } = model;
  const read = state.tool === "practice" || isHidden(state, "sliders") ? [] : readAt(model);
  return (
    read.length > 0 &&
    read.length <= MOST &&
    h(
      "div",
      { class: "turners", key: String(model.step), role: "group", "aria-label": words.turn.name },
      read.map((index) => turnerOf(model, index, words.turn.here)),
    )
  );
}

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function heldView(model) {
  const { graph, state, words } = model;
  const index = graph.index[state.held];
  return h(
    "div",
    { class: "held", hidden: index === undefined },
    index !== undefined && [
      turnerOf(model, index, words.turn.held),
      h(
        "button",
        { type: "button", class: "quiet", "data-action": "let-go", "aria-label": words.turn.close },
        "×",
      ),
    ],
  );
}
