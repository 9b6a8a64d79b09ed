/** Every number that can be chosen: a slider and a number field that agree, by neuron. */
import { isAbridged, listedNodes, shownNeuron } from "./listed.js";
import { fieldText, fill } from "./format.js";
import { h } from "./h.js";
import { inTurn } from "./inturn.js";
import { isLearnable } from "../lesson/formulas.js";
import { isChosen } from "../lesson/steps.js";
import { createMemory } from "./memory.js";
import { symbolMath, valueQuantity } from "./mathml.js";
import { numberField } from "./numberfield.js";
import { sliderReach, sparks } from "./spark.js";
import { spokenSymbol } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/**
 * @param {Model} model
 * @returns {Element_}
 */
export const controlsView = (model) => inTurn.controls(model, model.graph, () => drawControls(model));

/**
 * @param {Model} model
 * @returns {Element_}
 */
function drawControls(model) {
  const { words, changed, graph } = model;
  const listed = listedNodes(model);
  const plots = sparks(model, listed);
  return h(
    "div",
    { class: plots.size > 0 ? "controls plotted" : "controls" },
    h(
      "div",
      { class: "controls-head" },
      h("h2", {}, words.controls.title),
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-action": "reset-all",
          "aria-disabled": changed.any() ? null : "true",
        },
        words.controls.reset_all,
      ),
    ),
    isAbridged(model) && neuronPicker(model),
    h(
      "div",
      { class: "groups" },
      groupsOf(graph, listed).map(({ phrase, neuron, indices }) =>
        h(
          "fieldset",
          {},
          h("legend", {}, fill(words.controls[phrase], { neuron: neuron ?? "" })),
          indices.map((index) => withPlot(control(model, index), plots.get(index))),
        ),
      ),
    ),
  );
}

const keptPicker = createMemory();

/**
 * Where there are too many sliders: whose are shown.
 * @param {Model} model
 */
function neuronPicker(model) {
  const { words, graph } = model;
  const shown = shownNeuron(model);
  const neurons = () => graph.nodes.filter(({ role }) => role === "pre_activation");
  return keptPicker(graph, [shown], () =>
    h(
      "p",
      { class: "neuron-picker" },
      h(
        "label",
        {},
        h("span", {}, words.controls.picker),
        " ",
        h(
          "select",
          { "data-field": "neuron", autocomplete: "off", value: String(shown) },
          neurons().map(({ neuron }) =>
            h("option", { value: String(neuron), selected: neuron === shown }, String(neuron)),
          ),
        ),
      ),
      h(
        "span",
        { class: "omitted" },
        fill(words.controls.abridged, { count: model.scene.parameters.length }),
      ),
    ),
  );
}

/**
 * Inputs, target, then the weights and bias of each neuron.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {number[]} listed
 */
function groupsOf({ nodes }, listed) {
  /** @type {Map<string, {phrase: string, neuron: number | null, indices: number[]}>} */
  const groups = new Map();
  for (const index of listed) {
    const node = nodes[index];
    if (!isChosen(node)) continue;
    const phrase = node.neuron === null ? node.role : "neuron";
    const key = `${phrase} ${node.neuron}`;
    const group = groups.get(key) ?? { phrase, neuron: node.neuron, indices: [] };
    group.indices.push(index);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/**
 * The plot changes with every number, the rest of a control with its own.
 * @param {Element_} drawn
 * @param {Element_} [plot]
 */
const withPlot = (drawn, plot) => (plot ? { ...drawn, children: [...drawn.children, plot] } : drawn);

/**
 * What was drawn last for each node: while a number is dragged, the others stay as they are.
 * @type {WeakMap<import("../engine/graph.js").GraphNode, {value: number, state: object, changed: boolean,
 *   mark: string, drawn: Element_}>}
 */
const drawnControls = new WeakMap();

/**
 * @param {Model} model
 * @param {number} index
 */
function control(model, index) {
  const node = model.graph.nodes[index];
  const before = drawnControls.get(node);
  const { state } = model;
  const [value, changed, mark] = [model.values[index], model.changed.has(node.name), markOf(model, index)];
  // Where no choice has changed, this is a redrawing, and what a person left in a field is compared with it.
  if (
    before &&
    before.state !== state &&
    before.value === value &&
    before.changed === changed &&
    before.mark === mark
  ) {
    before.state = state;
    return before.drawn;
  }
  const drawn = drawControl(model, index);
  drawnControls.set(node, { value, state, changed, mark, drawn });
  return drawn;
}

/**
 * Whether a step moves it, as a word: where it is no matter of course, or is about to matter.
 * @param {Model} model
 * @param {number} index
 * @returns {"" | "learned" | "held" | "data"}
 */
function markOf({ graph, scene, learned, state }, index) {
  if (!isLearnable(graph.nodes[index])) return "";
  const matters =
    scene.source.network === null || state.tool === "train" || (state.fixed ?? scene.source.fixed) !== null;
  if (!matters) return "";
  if (learned.includes(index)) return "learned";
  return scene.parameters.includes(index) ? "held" : "data";
}

/**
 * @param {Model} model
 * @param {number} index
 */
function drawControl(model, index) {
  const { graph, values, changed, words } = model;
  const node = graph.nodes[index];
  const value = values[index];
  const [low, high] = sliderReach(model, index);
  const name = fill(words.role[node.role], { symbol: spokenSymbol(node) });
  const mark = markOf(model, index);
  return h(
    "div",
    {
      class: `control${mark ? " marked" : ""}${mark || fieldText(value).length > MOST_BESIDE ? " long" : ""}`,
      "data-quantity": valueQuantity(node),
    },
    h("span", { class: "control-symbol", "aria-hidden": "true" }, h("math", {}, symbolMath(node))),
    h("input", {
      type: "range",
      name: node.name,
      min: low,
      max: high,
      step: sliderStep(low, high, value),
      value: fieldText(value),
      "aria-label": name,
      autocomplete: "off",
    }),
    numberField(
      { value, step: 0.05 },
      { "data-leaf": node.name, "aria-label": fill(words.controls.number, { name }) },
    ),
    mark &&
      h(
        "button",
        {
          type: "button",
          class: "hold",
          "data-action": "hold",
          "data-leaf": node.name,
          "aria-pressed": String(mark !== "learned"),
          "aria-label": `${words.controls[mark]}: ${name}`,
          title: words.controls.holds,
        },
        words.controls[mark],
      ),
    changed.has(node.name) &&
      h(
        "button",
        {
          type: "button",
          class: "undo",
          "data-action": "reset",
          "data-leaf": node.name,
          "aria-label": fill(words.controls.reset, { name }),
        },
        "↺",
      ),
  );
}

/** Of what a slider reaches, one of its steps is no more than this share. */
const FINEST = 0.01;
/** Beyond these a browser's own arithmetic with steps is no longer exact. */
const MOST_DECIMALS = 12;
const LARGEST_STEPPED = 1e6;

/**
 * Hundredths, or where all that a slider reaches is little, as much less of them. Where the ends or the value
 * lie between these, as a learning step leaves it, the slider must not round what it shows.
 * @param {number} low
 * @param {number} high
 * @param {number} value
 */
function sliderStep(low, high, value) {
  const decimals = Math.max(2, Math.ceil(-Math.log10((high - low) * FINEST) - 1e-9));
  const isRound = (/** @type {number} */ number) =>
    Math.abs(number) <= LARGEST_STEPPED && Number(number.toFixed(decimals)) === number;
  return decimals <= MOST_DECIMALS && [low, high, value].every(isRound) ? Number(`1e-${decimals}`) : "any";
}

/** Characters of a number that fit beside its slider. */
const MOST_BESIDE = 9;
