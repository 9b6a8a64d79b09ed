/** An update on paper: its questions with room for the answers, or the key to them. */
import { decimalsFor } from "../../lesson/answers.js";
import { exerciseOf } from "../../training/exercise.js";
import { fill, formatGiven, formatNumber } from "../format.js";
import { h } from "../h.js";
import { toMath } from "../mathml.js";
import { lossText, symbolText } from "../text.js";
import { sheetOf, worksheetView } from "../worksheet.js";
import { givenView } from "./exercise.js";
import { MOST_ROWS, samplesTable } from "./opened.js";

/** So many digits more are asked for of what others are made of. */
const MORE = 2;
/** No part of these formulas is upstream or local. */
const NO_NAMES = { upstream: "", local: "" };

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../h.js").Element_} Element_
 * @typedef {NonNullable<ReturnType<typeof import("../../training/exercise.js").exerciseOf>["practice"]>} Practice
 */

/**
 * @param {Model} model
 * @param {Practice} practice
 * @param {boolean} key with the answers
 * @returns {Element_}
 */
export function updateSheet(model, practice, key) {
  const { graph, state, words } = model;
  const { train, practice: asked } = words.tools;
  const { opened, arithmetic, lines } = practice;
  // On paper everything after a question is one too: what is worked from its answer would give it away.
  const first = [lines.length - 1, Math.floor(lines.length / 2), 0][state.level - 1];
  const symbol = symbolText(graph.nodes[graph.index[opened.parameter]]);
  const optimizer = train.optimizers[state.train.optimizer];
  const samples = /** @type {Element_} */ (samplesTable(model, opened, `∂${lossText(graph)}/∂${symbol}`)[0]);
  return sheetOf(
    model,
    key,
    [optimizer, `${train.rate} = ${formatGiven(state.rate)}`],
    [
      h(
        "p",
        {},
        fill(train.opened_intro, { update: opened.update, epoch: opened.epoch, count: opened.count }),
      ),
      opened.count <= MOST_ROWS && [
        h("h2", {}, fill(train.step_samples, { symbol })),
        h("div", { class: "scrolled arithmetic" }, inert(samples).children),
      ],
      h("h2", {}, fill(train.step_optimizer, { optimizer, symbol })),
      givenView(train, { lines, given: arithmetic.given }),
      h(
        "ol",
        { class: "step-list" },
        lines.map((line, place) => {
          const decimals = decimalsFor(line.result, place < lines.length - 1 ? MORE : 0);
          return h(
            "li",
            { id: `sheet-${place + 1}` },
            h("h3", {}, train.asks[arithmetic.lines[place].kind]),
            place >= first && !key
              ? blank(line, fill(asked.sheet_decimals, { decimals }))
              : worked(line, place >= first ? formatNumber(line.result, decimals) : ""),
          );
        }),
      ),
    ],
  );
}

/**
 * What the page prints as an exercise: the update that is practised, or the pass.
 * @param {Model} model
 */
export function paperView(model) {
  const { tool, paper } = model.state;
  const practice = tool === "train" && exerciseOf(model).practice;
  return practice ? updateSheet(model, practice, paper === "key") : worksheetView(model, paper === "key");
}

/**
 * With nothing in it that is to be pressed.
 * @param {Element_} element
 * @returns {Element_}
 */
const inert = ({ tag, attributes, children }) => ({
  tag: tag === "button" ? "span" : tag,
  attributes: tag === "button" ? {} : attributes,
  children: children.map((child) => (typeof child === "string" ? child : inert(child))),
});

/** @param {import("../../lesson/formula.js").Formula} formula */
const math = (formula) => h("math", { displaystyle: "true" }, toMath(formula, NO_NAMES));

/**
 * @param {import("../../training/update.js").ArithmeticLine} line
 * @param {string} decimals how many are asked for
 */
const blank = ({ left }, decimals) =>
  h(
    "p",
    { class: "blank-line sheet-question" },
    math(left),
    " = ",
    h("span", { class: "room to-work" }),
    " = ",
    h("span", { class: "room" }),
    " ",
    h("span", { class: "expected" }, decimals),
  );

/**
 * @param {import("../../training/update.js").ArithmeticLine} line
 * @param {string} answer with the decimals that are asked for, where it is asked for
 */
const worked = ({ left, symbols, numbers, result }, answer) =>
  h(
    "p",
    { class: "sheet-question" },
    [left, symbols, numbers].map((formula) => [math(formula), " = "]),
    h("span", { class: "number" }, formatNumber(result)),
    answer && answer !== formatNumber(result) && [" ≈ ", h("strong", { class: "number" }, answer)],
  );
