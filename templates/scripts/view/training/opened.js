/** One update, opened: from the samples of its batch to the parameters that it moved. */
import { exerciseOf } from "../../training/exercise.js";
import { openUpdate } from "../../training/update.js";
import { fill, formatGiven, formatNumber } from "../format.js";
import { h } from "../h.js";
import { numberCell } from "../table.js";
import { lossText, symbolText } from "../text.js";
import { huntInUpdate, linesTable, practiceOfUpdate } from "./exercise.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../../training/run.js").Run} Run
 * @typedef {import("../../training/update.js").OpenedUpdate} OpenedUpdate
 * @typedef {import("../h.js").Element_} Element_
 */

/**
 * @param {Model} model
 * @param {Run} run
 * @returns {Element_}
 */
export function openedView(model, run) {
  const { train } = model.state;
  const words = model.words.tools.train;
  const update = Math.min(train.opened, run.length);
  return h(
    "section",
    { class: "opened-update", "aria-label": words.open },
    h(
      "p",
      { class: "train-run" },
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-action": "train-open",
          "aria-expanded": String(update > 0),
          disabled: train.update === 0 && update === 0,
        },
        update > 0 ? words.close : fill(words.open_update, { update: Math.max(train.update, 1) }),
      ),
      Object.keys(words.exercises).map(
        (exercise) =>
          update > 0 &&
          exercise !== "of_update" &&
          h(
            "button",
            {
              type: "button",
              class: "quiet",
              "data-action": "train-exercise",
              "data-exercise": exercise,
              "aria-pressed": String(train.exercise === exercise),
            },
            words.exercises[exercise],
          ),
      ),
    ),
    update > 0 && bodyView(model, run, update),
  );
}

/**
 * @param {Model} model
 * @param {Run} run
 * @param {number} update
 */
function bodyView(model, run, update) {
  const { graph, scene, state } = model;
  const words = model.words.tools.train;
  const parameter = run.names.includes(state.train.parameter) ? state.train.parameter : run.names[0];
  const { practice, hunt } = exerciseOf(model);
  const opened =
    practice?.opened ?? hunt?.puzzle?.opened ?? openUpdate(run, graph, scene.pass, update, parameter);
  const symbol = symbolText(graph.nodes[graph.index[parameter]]);
  return h(
    "div",
    { class: "update-body" },
    h(
      "p",
      {},
      fill(words.opened_intro, { update, epoch: opened.epoch, count: opened.rows.length }),
      " ",
      h(
        "label",
        {},
        words.parameter,
        " ",
        h(
          "select",
          { "data-field": "train-parameter", autocomplete: "off", value: parameter },
          run.names.map((name) =>
            h(
              "option",
              { value: name, selected: name === parameter },
              symbolText(graph.nodes[graph.index[name]]),
            ),
          ),
        ),
      ),
    ),
    h("h3", {}, fill(words.step_samples, { symbol })),
    hunt && h("p", {}, fill(words.one_is_wrong, { learned: run.training.samples.count })),
    samplesTable(model, opened, `∂${lossText(graph)}/∂${symbol}`),
    practice
      ? practiceOfUpdate(model, practice)
      : hunt
        ? huntInUpdate(model, hunt)
        : restView(model, opened, symbol),
  );
}

/**
 * What an update does with the gradients of its samples.
 * @param {Model} model
 * @param {OpenedUpdate} opened
 * @param {string} symbol of the chosen parameter
 */
function restView(model, opened, symbol) {
  const words = model.words.tools.train;
  return [
    h("h3", {}, words.step_reduce),
    h("p", {}, reduceText(words, opened)),
    opened.penalty && [
      h("h3", {}, words.step_penalty),
      h(
        "p",
        {},
        fill(words.penalty, {
          share: formatNumber(opened.penalty.share),
          gradient: formatNumber(opened.penalty.gradient),
        }),
      ),
    ],
    opened.clip && [
      h("h3", {}, words.step_clip),
      h(
        "p",
        {},
        fill(words.clipped, {
          norm: formatNumber(opened.clip.norm),
          longest: formatNumber(opened.clip.longest),
          factor: formatNumber(opened.clip.factor),
          gradient: formatNumber(opened.clip.gradient),
        }),
      ),
    ],
    h(
      "h4",
      {},
      fill(words.step_optimizer, { optimizer: words.optimizers[model.state.train.optimizer], symbol }),
    ),
    linesTable(words, opened.arithmetic),
    h("h3", {}, words.step_parameters),
    parametersTable(model, opened),
    h(
      "p",
      { class: "result" },
      fill(words.after, {
        before: formatNumber(opened.losses.batchBefore),
        after: formatNumber(opened.losses.batchAfter),
        all_before: formatNumber(opened.losses.allBefore),
        all_after: formatNumber(opened.losses.allAfter),
      }),
    ),
  ];
}

/**
 * @param {any} words
 * @param {OpenedUpdate} opened
 */
function reduceText(words, { rows, reduction }) {
  const shown = rows.length <= 6 ? rows.map(({ gradient }) => formatNumber(gradient)).join(" + ") : "";
  return fill(shown ? words.mean_of : words.mean_of_many, {
    terms: shown.replaceAll("+ −", "− "),
    sum: formatNumber(reduction.sum),
    count: reduction.count,
    gradient: formatNumber(reduction.reduced),
  });
}

/**
 * @param {Model} model
 * @param {OpenedUpdate} opened
 * @param {string} gradient its name
 */
function samplesTable({ words: { tools } }, { rows }, gradient) {
  const words = tools.train;
  const list = (/** @type {number[]} */ numbers) => numbers.map(formatGiven).join(", ");
  return h(
    "div",
    { class: "scrolled", tabindex: 0, role: "group", "aria-label": words.samples },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          [words.sample, words.inputs, words.target, words.prediction, words.loss, gradient].map((text) =>
            h("th", { scope: "col" }, text),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            h(
              "th",
              { scope: "row" },
              h(
                "button",
                {
                  type: "button",
                  class: "step-link",
                  "data-action": "train-sample",
                  "data-sample": row.sample,
                },
                fill(words.sample_number, { sample: row.sample + 1 }),
              ),
            ),
            numberCell(list(row.inputs)),
            numberCell(list(row.targets)),
            numberCell(row.predictions.map((prediction) => formatNumber(prediction)).join(", ")),
            numberCell(formatNumber(row.loss)),
            h("td", { class: "number gradient" }, formatNumber(row.gradient)),
          ),
        ),
      ),
    ),
  );
}

/**
 * @param {Model} model
 * @param {OpenedUpdate} opened
 */
function parametersTable({ graph, words: { tools } }, { parameters }) {
  const words = tools.train;
  const kept = Object.keys(parameters[0].kept);
  return h(
    "div",
    { class: "scrolled", tabindex: 0, role: "group", "aria-label": words.step_parameters },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          [
            words.parameter,
            words.gradient,
            ...kept.map((name) => words.kept[name]),
            words.before,
            words.change,
            words.then,
          ].map((text) => h("th", { scope: "col" }, text)),
        ),
      ),
      h(
        "tbody",
        {},
        parameters.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, symbolText(graph.nodes[graph.index[row.name]])),
            h("td", { class: "number gradient" }, formatNumber(row.gradient)),
            kept.map((name) => numberCell(formatNumber(row.kept[name]))),
            numberCell(formatNumber(row.before)),
            numberCell(formatNumber(row.after - row.before)),
            numberCell(formatNumber(row.after)),
          ),
        ),
      ),
    ),
  );
}
