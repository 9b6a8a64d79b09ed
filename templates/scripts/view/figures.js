/**
 * The live figures of an article. Its author names one; here it is drawn, from the lesson's own state, with
 * small controls to try what the text asks.
 *
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {keyof typeof FIGURES} FigureName
 * @typedef {{kind: FigureName, options: import("../lesson/figures/spot.js").Options}} FigureReference
 * @typedef {{drawing: import("./h.js").Child[], facts: import("./h.js").Child[], controls:
 *   import("./h.js").Child[]}} Drawn
 */
import { FIGURES } from "../lesson/figures/table.js";
import { bendView } from "./figures/bend.js";
import { chainView } from "./figures/chain.js";
import { costView } from "./figures/cost.js";
import { descentView } from "./figures/descent.js";
import { errorView } from "./figures/error.js";
import { lossView } from "./figures/loss.js";
import { pathsView } from "./figures/paths.js";
import { h } from "./h.js";

/** @type {Record<FigureName, (model: Model, study: any) => Drawn>} */
const VIEWS = {
  bend: bendView,
  loss: lossView,
  error: errorView,
  chain: chainView,
  paths: pathsView,
  descent: descentView,
  cost: costView,
};

/**
 * @param {Model} model
 * @param {FigureReference} reference
 * @returns {Element_}
 */
export function figureView(model, { kind, options }) {
  const { state, words } = model;
  const study = FIGURES[kind].study(model, options, state.figures);
  const { drawing, facts, controls } = VIEWS[kind](model, study);
  return h(
    "div",
    { class: `figure-body ${kind}` },
    h("div", { class: "figure-drawing" }, drawing),
    facts.length > 0 && h("p", { class: "figure-facts" }, facts),
    !model.still &&
      h(
        "div",
        { class: "figure-controls live-only", role: "group", "aria-label": words.figures.try },
        controls,
      ),
  );
}

/**
 * The place of a figure in an article, and what is in it at first.
 * @param {Model} model
 * @param {FigureReference} reference
 */
export const figureInPlace = (model, reference) =>
  h(
    "figure",
    {
      class: "figure",
      "data-figure": reference.kind,
      "data-options": Object.entries(reference.options)
        .map((option) => option.join("="))
        .join(" "),
      "aria-label": model.words.figures.names[reference.kind],
    },
    figureView(model, reference),
  );

/**
 * What a figure's place in the page refers to.
 * @param {Element} place
 * @returns {FigureReference}
 */
export const figureOf = (place) => ({
  kind: /** @type {FigureName} */ (place.getAttribute("data-figure")),
  options: Object.fromEntries(
    (place.getAttribute("data-options") ?? "")
      .split(" ")
      .filter(Boolean)
      .map((option) => option.split("=")),
  ),
});
