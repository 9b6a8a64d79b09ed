/** The tool "train": what is learned from and how, the run as it goes, and any of its updates, opened. */
import { differences, PACES, proofOf, studyOf } from "../../training/tool.js";
import { fill, formatAbout } from "../format.js";
import { h } from "../h.js";
import { inTurn } from "../inturn.js";
import { toolButton } from "../practice.js";
import { chartsView, differencesText } from "./charts.js";
import { featuresView } from "./features.js";
import { findingsView } from "./findings.js";
import { pictureView } from "./map.js";
import { neuronsView } from "./neurons.js";
import { openedView } from "./opened.js";
import { addingView, ownView } from "./own.js";
import { picker } from "./picker.js";
import { moreView, settingsView } from "./settings.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../h.js").Element_} Element_
 */

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function trainView(model) {
  const words = model.words.tools.train;
  if (!model.scene.source.network) return h("p", {}, words.formula);
  const study = studyOf(model.graph, model.state);
  const { run, data } = study;
  if (!run || !data) return h("div", { class: "train" }, h("p", {}, words.no_data));
  const drawn = data.columns <= 2;
  return h(
    "div",
    { class: "train" },
    h("p", { class: "fine" }, words.intro),
    settingsView(model, study),
    buttonsView(model, run),
    h(
      "div",
      { class: study.other ? "train-pictures" : "train-pictures one-run" },
      h(
        "div",
        {},
        inTurn.picture(model, run, () => picturesView(model, study)),
        drawn && addingView(model, data),
      ),
      chartsView(model, study),
    ),
    neuronsView(model),
    h("div", { role: "status" }, findingsView(model, study)),
    featuresView(model, data),
    moreView(model, study),
    proofView(model),
    programsView(model, run),
    ownView(model, data),
    openedView(model, run),
  );
}

/**
 * The run as a program, to be taken along.
 * @param {Model} model
 * @param {import("../../training/run.js").Run} run
 */
function programsView({ words: { tools }, state: { train } }, run) {
  const { programs, same_in: sameIn } = tools.train;
  const isOver = run.diverged !== null && train.update >= run.diverged;
  return h(
    "div",
    { class: "train-run", role: "group", "aria-labelledby": "same-in" },
    h("span", { id: "same-in", class: "fine" }, sameIn),
    Object.keys(programs).map((framework) =>
      toolButton("train-program", programs[framework], undefined, {
        "data-framework": framework,
        disabled: train.update === 0 || isOver,
      }),
    ),
  );
}

/**
 * That the run has come to what NumPy comes to, where the build has made it too.
 * @param {Model} model
 */
function proofView({ graph, scene, words, state }) {
  const usualRate = scene.source.rate ?? scene.data.rate;
  const proof = state.training ? null : proofOf(graph, state, scene.firstOf(), usualRate);
  if (!proof) return null;
  return h(
    "p",
    { class: "fine" },
    fill(words.tools.train.proof, {
      updates: proof.updates.join(", "),
      difference: formatAbout(proof.difference),
    }),
  );
}

/**
 * What the network has learned by now; beside it, what another run had by then.
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 */
function picturesView(model, study) {
  const { other } = study;
  if (!other) return pictureView(model, study);
  const { leaves, train } = model.state;
  const { parameters } = other.momentAt(train.update);
  const moved = Object.fromEntries(other.names.map((name, k) => [name, parameters[k]]));
  const words = model.words.tools.train;
  return h(
    "div",
    { class: "two-runs" },
    [
      { name: words.this_run, view: pictureView(model, study) },
      { name: differencesText(model), view: pictureView(model, study, { ...leaves, ...moved }) },
    ].map(({ name, view }) => h("div", {}, h("p", { class: "fine" }, name), view)),
  );
}

/**
 * @param {Model} model
 * @param {import("../../training/run.js").Run} run
 */
function buttonsView({ words: { tools }, state }, run) {
  const words = tools.train;
  const { train, training } = state;
  const { updatesPerEpoch } = run.training;
  const stopped = run.diverged !== null && train.update >= run.diverged;
  const now = fill(words.now, { update: train.update, epoch: epochOf(train.update, updatesPerEpoch) });
  const button = (
    /** @type {string} */ action,
    /** @type {string} */ text,
    /** @type {Record<string, import("../h.js").Attribute>} */ more,
  ) => toolButton(action, text, undefined, more);
  return h(
    "div",
    { class: "train-run" },
    toolButton("train-run", training ? words.pause : words.run, "primary", { disabled: stopped }),
    button("train-update", words.one_update, { disabled: stopped }),
    button("train-epoch", words.one_epoch, { disabled: stopped }),
    button("train-start", words.restart, { disabled: train.update === 0 }),
    button("train-versus", train.versus ? words.alone : words.compare, {
      "aria-pressed": String(train.versus !== null),
    }),
    train.versus && differences(state).length === 0 && h("p", { class: "fine" }, words.change_one),
    h(
      "div",
      { class: "train-when" },
      h(
        "label",
        { class: "train-time" },
        h("span", { class: "train-now" }, now),
        h("input", {
          type: "range",
          "data-field": "train-time",
          min: 0,
          max: Math.max(run.length, 1),
          step: 1,
          value: String(train.update),
          "aria-valuetext": now,
        }),
      ),
      picker(words.pace, "train-pace", train.pace, Object.keys(PACES), words.paces),
    ),
  );
}

/**
 * @param {number} update
 * @param {number} updatesPerEpoch
 */
const epochOf = (update, updatesPerEpoch) => Math.floor(update / updatesPerEpoch);
