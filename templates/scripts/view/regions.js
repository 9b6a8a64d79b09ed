/** The parts of the page that the script draws, by the name that stands in their `data-region`. */
import { bugNote } from "./bugs.js";
import { builderView } from "./builder.js";
import { companionView } from "./companion.js";
import { controlsView } from "./controls.js";
import { detailView } from "./detail.js";
import { graphView } from "./graph.js";
import { h } from "./h.js";
import { inTurn } from "./inturn.js";
import { legendView } from "./legend.js";
import { noteView } from "./note.js";
import { panelView } from "./panel.js";
import { questionView } from "./practice.js";
import { readoutsView } from "./readouts.js";
import { stepListView } from "./steplist.js";
import { stripView } from "./strip.js";
import { shapeLine, subjectView } from "./subject.js";
import { tableView } from "./table.js";
import { toolsView } from "./tools.js";
import { paperView } from "./training/sheet.js";
import { transportView } from "./transport.js";
import { heldView } from "./turner.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/** @type {Record<string, (model: Model) => Element_>} */
export const LIVE_REGIONS = {
  shape: (model) => h("p", { class: "shape" }, shapeLine(model)),
  subject: subjectView,
  direction: ({ current, words }) =>
    h("p", { class: `direction ${current.phase}`, "aria-hidden": "true" }, words.direction[current.phase]),
  grain: detailView,
  graph: (model) => inTurn.graph(model, model.graph, () => graphView(model)),
  legend: legendView,
  strip: stripView,
  held: heldView,
  transport: transportView,
  tools: toolsView,
  panel: (model) =>
    inTurn.panel(model, model.graph, () => panelView(model, questionView(model), bugNote(model))),
  readouts: readoutsView,
  controls: controlsView,
  builder: builderView,
  table: tableView,
  note: noteView,
  companion: companionView,
  paper: (model) => h("div", {}, model.state.paper && paperView(model)),
};

/**
 * Drawn by the build, and anew when the page is about to be printed.
 * @type {Record<string, (model: Model) => Element_>}
 */
export const PRINT_REGIONS = { steps: stepListView };

/**
 * The graph at rest, with all that `step` and those before it have found; for paper, and for a page without a
 * script.
 * @param {Model} model
 * @param {number} step
 */
export const graphAtRest = (model, step) =>
  graphView({ ...model, still: true, step, current: { ...model.lesson.steps[step - 1], focus: [] } });
