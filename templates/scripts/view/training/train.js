/** The tool "train": what is learned from and how, the run as it goes, and any of its updates, opened. */
import {
  differences,
  FILE_SET,
  LARGEST_DATA_SEED,
  MOST_SAMPLES,
  MOST_UPDATES,
  OPTIMIZER_NAMES,
  PACES,
  SCALE_REACH,
  proofOf,
  SCHEDULE_NAMES,
  studyOf,
} from "../../training/tool.js";
import { offersLayers } from "../../lesson/grain.js";
import { fill, formatAbout, formatGiven, formatNumber } from "../format.js";
import { h } from "../h.js";
import { inTurn } from "../inturn.js";
import { toolButton } from "../practice.js";
import { numberField } from "../numberfield.js";
import { chart, endOfTime, spaced, withPresent } from "./chart.js";
import { pictureView } from "./map.js";
import { featuresView } from "./features.js";
import { findingsView } from "./findings.js";
import { neuronsView } from "./neurons.js";
import { openedView } from "./opened.js";
import { picker } from "./picker.js";
import { surfaceView } from "./surface.js";
import { trailsView } from "./trails.js";
import { addingView, ownView } from "./own.js";

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
      { class: "train-pictures" },
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
function programsView({ words: { tools }, state: { train }, scene: { source } }, run) {
  const { programs, same_in: sameIn, tied } = tools.train;
  if (!offersLayers(source.network)) return h("p", { class: "fine" }, tied);
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
 * In what the run beside the present one differs.
 * @param {Model} model
 */
function differencesText({ words: { tools }, state }) {
  const words = tools.train;
  const written = (/** @type {any} */ value) =>
    words.optimizers[value] ??
    words.schedules[value] ??
    (typeof value === "number" ? formatGiven(value) : value);
  return differences(state)
    .map(([name, value]) => `${words[name]}: ${written(value)}`)
    .join(", ");
}

/**
 * What a run has come to so far, over its updates.
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 */
function chartsView(model, study) {
  const run = /** @type {import("../../training/run.js").Run} */ (study.run);
  const last = endOfTime(Math.max(run.length, 1));
  return h(
    "div",
    { class: "charts" },
    inTurn.losses(model, run, () => lossesView(model, study, last)),
    run.norms.length > 1 &&
      h(
        "figure",
        {},
        inTurn.trails(model, run, () => trailsView(model, run, last)),
      ),
    inTurn.surface(model, run, () => surfaceView(model, study)),
  );
}

/**
 * Its losses, and how large its gradients were.
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 * @param {number} last the update at the right end
 * @returns {import("../h.js").Child[]}
 */
function lossesView(model, study, last) {
  const {
    words: { tools },
    state: { train },
  } = model;
  const run = /** @type {import("../../training/run.js").Run} */ (study.run);
  const { other } = study;
  const words = tools.train;
  const { evaluations, norms } = run;
  const others = other?.evaluations.filter(({ update }) => update <= run.length) ?? [];
  const otherNow = others.findLast(({ update }) => update <= train.update);
  const now = evaluations.findLast(({ update }) => update <= train.update) ?? evaluations[0];
  const norm = norms[Math.max(train.update, 1) - 1];
  const key = (/** @type {string} */ name, /** @type {string} */ text, /** @type {number} */ number) =>
    Number.isFinite(number) && h("span", { class: `key ${name}` }, `${text} ${formatNumber(number)}`);
  return [
    h(
      "figure",
      {},
      withPresent(
        chart(
          fill(words.chart_name, {
            updates: run.length,
            first: formatNumber(evaluations[0].loss),
            loss: formatNumber(evaluations[evaluations.length - 1].loss),
          }),
          230,
          [
            { name: "other", points: others.map(({ update, loss }) => [update, loss]) },
            { name: "test", points: evaluations.map(({ update, testLoss }) => [update, testLoss]) },
            { name: "learned-loss", points: evaluations.map(({ update, loss }) => [update, loss]) },
          ],
          last,
          words.updates,
        ),
        train.update,
      ),
      h(
        "figcaption",
        {},
        key("learned", words.loss, now.loss),
        key("test", words.test_loss, now.testLoss),
        otherNow && key("other", differencesText(model), otherNow.loss),
      ),
    ),
    norms.length > 1 &&
      h(
        "figure",
        {},
        withPresent(
          chart(
            words.norm_name,
            130,
            [
              { name: "other", points: spaced((other?.norms ?? []).slice(0, run.length), 1) },
              { name: "norm", points: spaced(norms, 1) },
            ],
            last,
            words.updates,
          ),
          train.update,
        ),
        h("figcaption", {}, key("norm", words.norm, norm)),
      ),
  ];
}

/**
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 */
function settingsView({ words: { tools }, state }, { set, sets }) {
  const { train, rate } = state;
  const words = tools.train;
  return h(
    "div",
    { class: "train-settings" },
    picker(words.data, "train-set", set, [...sets, "own"], words.sets),
    isMade(set) && [
      field(words.samples, "train-count", train.count, { ...WHOLE, least: 2, most: MOST_SAMPLES }),
      field(words.noise, "train-noise", train.noise, SHARE),
    ],
    field(words.seed, "train-seed", train.dataSeed, { ...WHOLE, least: 0, most: LARGEST_DATA_SEED }),
    field(words.batch, "train-batch", train.batch, { ...WHOLE, least: 0, most: MOST_SAMPLES }),
    picker(words.optimizer, "train-optimizer", train.optimizer, OPTIMIZER_NAMES, words.optimizers),
    field(words.rate, "train-rate", rate, { step: 0.01 }),
  );
}

/**
 * Whether samples come from a generator, which can be asked for more of them, or for others.
 * @param {string} set
 */
const isMade = (set) => set !== "own" && set !== FILE_SET;

/**
 * What a first run does without.
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 */
function moreView({ words: { tools }, state: { train } }, { set, data }) {
  const words = tools.train;
  return h(
    "details",
    { class: "train-more" },
    h("summary", {}, words.more),
    h(
      "div",
      { class: "train-settings" },
      picker(words.schedule, "train-schedule", train.schedule, SCHEDULE_NAMES, words.schedules),
      train.schedule !== "constant" &&
        field(words.span, "train-span", train.span, { ...WHOLE, least: 1, most: MOST_UPDATES }),
      field(words.l1, "train-l1", train.l1, SHARE),
      field(words.l2, "train-l2", train.l2, SHARE),
      field(words.clip, "train-clip", train.clip, { step: 0.1, least: 0 }),
      isMade(set) &&
        field(words.scale, "train-scale", train.scale, {
          step: 0.5,
          least: SCALE_REACH[0],
          most: SCALE_REACH[1],
        }),
      field(words.until, "train-until", train.until, { step: 0.01, least: 0 }),
      field(words.test, "train-test", data?.testShare ?? 0, { step: 0.05, least: 0, most: 0.9 }),
    ),
  );
}

/**
 * @param {string} label
 * @param {string} name
 * @param {number} value
 * @param {{step: number, least?: number, most?: number, whole?: boolean}} reach
 */
const field = (label, name, value, reach) =>
  h("label", {}, label, " ", numberField({ value, ...reach }, { "data-field": name }));

const WHOLE = { step: 1, whole: true };
const SHARE = { step: 0.01, least: 0, most: 1 };

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
