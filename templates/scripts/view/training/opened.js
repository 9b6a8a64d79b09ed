/** One update, opened: from the samples of its batch to the parameters that it moved. */
import { computedLines, exerciseOf, linesOf } from "../../training/exercise.js";
import { openUpdate } from "../../training/update.js";
import { fill, formatGiven, formatNumber } from "../format.js";
import { h } from "../h.js";
import { toolButton } from "../practice.js";
import { columnHeads, numberCell } from "../table.js";
import { lossText, symbolText } from "../text.js";
import { givenView, huntInUpdate, linesTable, practiceOfUpdate, scrolledTable } from "./exercise.js";
import { picker } from "./picker.js";

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
      toolButton(
        "train-open",
        update > 0 ? words.close : fill(words.open_update, { update: Math.max(train.update, 1) }),
        undefined,
        { "aria-expanded": String(update > 0), disabled: train.update === 0 && update === 0 },
      ),
      Object.keys(words.exercises).map(
        (exercise) =>
          update > 0 &&
          exercise !== "of_update" &&
          toolButton("train-exercise", words.exercises[exercise], undefined, {
            "data-exercise": exercise,
            "aria-pressed": String(train.exercise === exercise),
          }),
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
      fill(words.opened_intro, { update, epoch: opened.epoch, count: opened.count }),
      " ",
      picker(
        words.parameter,
        "train-parameter",
        parameter,
        run.names,
        Object.fromEntries(run.names.map((name) => [name, symbolText(graph.nodes[graph.index[name]])])),
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
  const arithmetic = linesOf(opened);
  const lines = computedLines(arithmetic, []);
  return [
    h(
      "h3",
      {},
      fill(words.step_optimizer, { optimizer: words.optimizers[model.state.train.optimizer], symbol }),
    ),
    givenView(words, { lines, given: arithmetic.given }),
    linesTable(words, lines, undefined, undefined, (place) => words.asks[arithmetic.lines[place].kind]),
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

/** So many samples are shown at a time. */
export const MOST_ROWS = 50;

/**
 * @param {Model} model
 * @param {OpenedUpdate} opened
 * @param {string} gradient its name
 */
export function samplesTable({ words: { tools }, state: { train } }, { count, rowAt }, gradient) {
  const words = tools.train;
  const list = (/** @type {number[]} */ numbers) => numbers.map(formatGiven).join(", ");
  const first = train.rows < count ? train.rows : 0;
  const lastOf = (/** @type {number} */ from) => Math.min(from + MOST_ROWS, count);
  const turn = (/** @type {number} */ from) =>
    from >= 0 &&
    from < count &&
    toolButton("train-rows", `${from + 1}–${lastOf(from)}`, undefined, { "data-from": from });
  return [
    scrolledTable(
      words.samples,
      "",
      columnHeads({ ...words, slope: gradient }, [
        "sample",
        "inputs",
        "target",
        "prediction",
        "loss",
        "slope",
      ]),
      Array.from({ length: lastOf(first) - first }, (_, k) => {
        const row = rowAt(first + k);
        return h(
          "tr",
          {},
          h(
            "th",
            { scope: "row" },
            toolButton("train-sample", fill(words.sample_number, { sample: row.sample + 1 }), "step-link", {
              "data-sample": row.sample,
            }),
          ),
          numberCell(list(row.inputs)),
          numberCell(list(row.targets)),
          numberCell(row.predictions.map((prediction) => formatNumber(prediction)).join(", ")),
          numberCell(formatNumber(row.loss)),
          gradientOf(row),
        );
      }),
    ),
    count > MOST_ROWS &&
      h(
        "p",
        { class: "train-run", role: "group", "aria-label": words.samples },
        turn(first - MOST_ROWS),
        h("span", { class: "fine", role: "status" }, `${first + 1}–${lastOf(first)} / ${count}`),
        turn(first + MOST_ROWS),
      ),
  ];
}

/** @param {{gradient: number}} row */
const gradientOf = ({ gradient }) => h("td", { class: "number gradient" }, formatNumber(gradient));

/**
 * @param {Model} model
 * @param {OpenedUpdate} opened
 */
function parametersTable({ graph, words: { tools } }, { parameters }) {
  const words = tools.train;
  const kept = Object.keys(parameters[0].kept);
  return scrolledTable(
    words.step_parameters,
    "",
    columnHeads({ ...words, ...words.kept }, ["parameter", "gradient", ...kept, "before", "change", "then"]),
    parameters.map((row) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, symbolText(graph.nodes[graph.index[row.name]])),
        gradientOf(row),
        [...kept.map((name) => row.kept[name]), row.before, row.after - row.before, row.after].map((number) =>
          numberCell(formatNumber(number)),
        ),
      ),
    ),
  );
}
