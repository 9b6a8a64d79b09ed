/**
 * The computation graph as SVG: cards for values, lines for what flows, weights and biases where they act.
 */
import { layoutOf } from "./layout.js";
import {
  cardView,
  constantView,
  labelView,
  loneLabelView,
  operationCardView,
  slimCardView,
  tagView,
} from "./graph/cards.js";
import { bandView, cellView, frameView, toggleView } from "./graph/compact.js";
import { edgeLine, edgesInFocus, flows, tagLine } from "./graph/edges.js";
import { pathsMark } from "./graph/onpath.js";
import { kept, round } from "./graph/shapes.js";
import { contributionViews, operationViews } from "./graph/writings.js";
import { h } from "./h.js";
import { inTurn } from "./inturn.js";
import { createMemory } from "./memory.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

const keptHeadings = createMemory();

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function graphView(model) {
  const { words, graph, current } = model;
  const layout = layoutOf(model);
  const inFocus = edgesInFocus(model);
  const { passed, moving } = flows(model, inFocus);
  // The weights of one neuron keep clear of one another, those of several would not.
  const crowded = current.focus.some(
    (index) => graph.nodes[index].neuron !== graph.nodes[current.focus[0]].neuron,
  );
  return h(
    "svg",
    {
      key: model.still ? "still" : layout.orientation,
      class: `graph ${current.phase}${crowded ? " crowded" : ""}${layout.grids.length > 0 ? " compact" : ""}${pathsMark(model)}`,
      viewBox: `0 0 ${round(layout.width)} ${round(layout.height)}`,
      role: "group",
      "aria-label": words.graph.name,
      "data-roving": "graph",
      "data-orientation": layout.orientation,
    },
    keptHeadings(layout, [], () =>
      h(
        "g",
        { class: "headings", "aria-hidden": "true" },
        layout.headings.map(
          ({ role, at }) =>
            words.heading[role] &&
            h(
              "text",
              {
                x: round(at.x),
                y: round(at.y),
                class: "heading",
                transform: layout.orientation === "tall" ? `rotate(-90 ${round(at.x)} ${round(at.y)})` : null,
              },
              words.heading[role],
            ),
        ),
      ),
    ),
    h(
      "g",
      { class: "bands" },
      layout.grids.map(frameView),
      layout.bands.map((band) => bandView(model, band, inFocus)),
    ),
    h("g", { class: "handed", "aria-hidden": "true" }, passed),
    h("g", { class: "flow", "aria-hidden": "true", key: String(model.step) }, moving),
    h(
      "g",
      { class: "edges" },
      layout.edges.map((edge) => edgeLine(model, edge)),
      layout.tags.map((tag) => tagLine(model, tag)),
      inFocus.map((edge) => edgeLine(model, edge)),
    ),
    h("g", { class: "contributions" }, contributionViews(model)),
    quantitiesInOrder(model),
    // Apart, lest what has the focus changes its place when the step does.
    h(
      "g",
      { class: "quantities" },
      inFocus.map((edge) => edge.weight >= 0 && loneLabelView(model, edge)),
    ),
  );
}

/**
 * Everything that can be focused, in the order in which it is computed.
 * @param {Model} model
 */
function quantitiesInOrder(model) {
  const layout = layoutOf(model);
  const views = {
    card: cardView,
    operation: operationCardView,
    constant: constantView,
    slim: slimCardView,
    cell: cellView,
  };
  /**
   * @template {object} T
   * @param {T} place
   * @param {number} index
   * @param {(model: Model, place: T) => Element_} view
   * @returns {[number, Element_]}
   */
  const entry = (place, index, view) => {
    const draw = () => kept(model, place, index, () => view(model, place));
    // What is seen only when it is pointed at can wait while a run goes on.
    return [index, "onDemand" in place && place.onDemand ? inTurn.labels(model, place, draw, index) : draw()];
  };
  /** @type {[number, Element_][]} */
  const drawn = [
    ...layout.cards.map((card) => entry(card, card.index, views[card.form])),
    ...layout.tags.map((tag) => entry(tag, tag.index, tagView)),
    ...layout.edges.filter(({ weight }) => weight >= 0).map((edge) => entry(edge, edge.weight, labelView)),
    // What opens a layer comes just before the first of its neurons.
    ...(model.still ? [] : layout.toggles).map(
      (toggle) =>
        /** @type {[number, Element_]} */ ([
          (layout.grids.find(({ layer }) => layer === toggle.layer)?.nodes[0] ?? 0) - 0.5,
          toggleView(model, toggle),
        ]),
    ),
  ];
  return h(
    "g",
    { class: "quantities" },
    operationViews(model),
    drawn.sort(([a], [b]) => a - b).map(([, view]) => view),
  );
}
