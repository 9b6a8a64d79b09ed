/** An opened update as an exercise: its lines, what is asked for in them, and the search for a bug. */
import { eachTerm } from "../../lesson/formula.js";
import { STAGES } from "../../lesson/round.js";
import { fill, formatGiven, formatNumber } from "../format.js";
import { SIGNS } from "../bugs.js";
import { h } from "../h.js";
import { toMath } from "../mathml.js";
import {
  answerForm,
  feedbackView,
  levelPicker,
  printButtons,
  showsAnswers,
  toolButton,
} from "../practice.js";
import { columnHeads, numberCell } from "../table.js";
import { formulaText } from "../text.js";

/** No part of these formulas is upstream or local. */
const NO_NAMES = { upstream: "", local: "" };

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../../training/update.js").ArithmeticLine} ArithmeticLine
 * @typedef {NonNullable<ReturnType<typeof import("../../training/exercise.js").exerciseOf>["practice"]>} Practice
 * @typedef {NonNullable<ReturnType<typeof import("../../training/exercise.js").exerciseOf>["hunt"]>} Hunt
 */

/** @param {import("../../lesson/formula.js").Formula} formula */
const math = (formula) => h("math", {}, toMath(formula, NO_NAMES));

/**
 * A table that is wider than its place, to be moved in it.
 * @param {string} label
 * @param {string} kind its class
 * @param {import("../h.js").Element_} heads
 * @param {import("../h.js").Child[]} rows
 */
export const scrolledTable = (label, kind, heads, rows) =>
  h(
    "div",
    { class: `scrolled ${kind}`, tabindex: 0, role: "group", "aria-label": label },
    h("table", {}, heads, h("tbody", {}, rows)),
  );

/**
 * Lines of arithmetic, as far as they may be seen.
 * @param {any} words
 * @param {ArithmeticLine[]} lines
 * @param {(place: number) => number} [stageOf] a stage of hints: how much of a line is shown
 * @param {(place: number) => import("../h.js").Child} [after] a last column
 * @param {(place: number) => string} [asked] what a line answers
 */
export const linesTable = (words, lines, stageOf = () => STAGES.result, after, asked) =>
  scrolledTable(
    words.arithmetic,
    "arithmetic",
    columnHeads(words, ["quantity", "symbols", "numbers", "result", ...(after ? ["check"] : [])]),
    lines.map(({ left, symbols, numbers, result }, place) => {
      const stage = stageOf(place);
      return h(
        "tr",
        {},
        h(
          "th",
          { scope: "row" },
          h("span", { class: "heard" }, formulaText(left)),
          h("math", { "aria-hidden": "true" }, toMath(left, NO_NAMES)),
          asked && h("p", { class: "fine" }, asked(place)),
        ),
        h("td", {}, stage >= STAGES.formula && math(symbols)),
        h("td", {}, stage >= STAGES.numbers && math(numbers)),
        numberCell(formatNumber(stage >= STAGES.result ? result : NaN)),
        after && h("td", {}, after(place)),
      );
    }),
  );

/**
 * What an update begins with.
 * @param {any} words
 * @param {{lines: ArithmeticLine[], given: Record<string, number>}} of
 */
export function givenView(words, { lines, given }) {
  /** @type {Map<string, import("../h.js").Element_>} */
  const seen = new Map();
  for (const { symbols } of lines) {
    eachTerm(symbols, (term) => {
      if (term.type !== "symbol" || !(term.node.name in given) || seen.has(term.node.name)) return;
      seen.set(
        term.node.name,
        h("span", { class: "pair" }, math(term), ` = ${formatGiven(given[term.node.name])} `),
      );
    });
  }
  return h("p", { class: "needed" }, `${words.given}: `, [...seen.values()]);
}

/**
 * @param {Model} model
 * @param {Practice} practice
 */
export function practiceOfUpdate(model, practice) {
  const { train: words, practice: asked } = model.words.tools;
  const { arithmetic, lines, questions } = practice;
  const question = practice.shown();
  const isOpen = question !== null && !practice.isDone(question);
  const firstOpen = questions.indexOf(practice.open());
  const feedback = question && practice.feedback(question);
  const slips = practice.slips();
  const said = (/** @type {string} */ mistake) =>
    words.slips[mistake] ?? model.scene.data.narration.mistake[mistake] ?? asked.off;
  return [
    h("p", { class: "tool-row" }, asked.intro, levelPicker(model)),
    givenView(words, { lines, given: arithmetic.given }),
    linesTable(words, lines, (place) => {
      if (firstOpen < 0 || place < firstOpen) return STAGES.result;
      const open = practice.open();
      return place === firstOpen && open ? practice.stageOf(open) : 0;
    }),
    h(
      "div",
      { class: "question", role: "group", "aria-labelledby": "ask" },
      h("p", { class: "ask", id: "ask" }, question ? words.asks[question.kind] : asked.done),
      question && isOpen
        ? answerForm(
            model,
            question,
            lines[questions.indexOf(question)].left,
            null,
            practice.endsHints(question),
          )
        : question && h("p", { class: "tool-row" }, toolButton("go-on", asked.next, "primary")),
      feedbackView(
        feedback,
        feedback && (feedback.mistake ? said(feedback.mistake.mistake) : asked[feedback.kind]),
      ),
    ),
    slips && [
      h("h4", {}, asked.round),
      h(
        "ul",
        { class: "round" },
        slips.map(({ mistake, count }) => h("li", { class: "slip" }, `${count}× `, said(mistake))),
        slips.length === 0 && h("li", {}, asked.flawless),
      ),
    ],
    h(
      "p",
      { class: "tool-row score" },
      h("span", {}, fill(asked.score, practice.score())),
      toolButton("reset-practice", asked.reset),
      printButtons(model),
    ),
  ];
}

/**
 * @param {Model} model
 * @param {Hunt} hunt
 */
export function huntInUpdate(model, { puzzle, lines, right, marks, over, verdict, score }) {
  const { train: words, bugs: said } = model.words.tools;
  const { bug } = model.state;
  const mark = (/** @type {number} */ step, /** @type {string} */ name) => {
    const [checked, isHere] = [marks.includes(step), over && puzzle?.steps.includes(step)];
    const sign = (checked || isHere) && [
      h("span", { "aria-hidden": "true" }, SIGNS[verdict(step)]),
      over && h("span", { class: "heard" }, said[verdict(step)]),
    ];
    if (over) {
      const should =
        isHere && step > 0 && ` ${fill(words.should, { right: formatNumber(right[step - 1].result) })}`;
      return h("span", {}, sign, should);
    }
    // Who has pressed it keeps the focus.
    return toolButton("mark-step", sign || words.wrong, undefined, {
      "data-step": step,
      "aria-disabled": checked ? "true" : null,
      "aria-label": `${name}: ${checked ? said[verdict(step)] : said.mark}`,
    });
  };
  const last = marks[marks.length - 1];
  return [
    puzzle && [
      h("p", { class: "tool-row" }, mark(0, words.samples)),
      givenView(words, { lines, given: puzzle.arithmetic.given }),
      linesTable(words, lines, undefined, (place) => mark(place + 1, formulaText(lines[place].left))),
    ],
    h(
      "div",
      { class: `feedback ${over ? "right" : ""}`, role: "status" },
      over && puzzle
        ? h("p", {}, words.bugs[puzzle.name])
        : last !== undefined && h("p", {}, said[verdict(last)]),
    ),
    h(
      "p",
      { class: "tool-row question" },
      h("span", {}, puzzle ? fill(said.number, { bug }) : said.none),
      toolButton("next-bug", said.next, over ? "primary" : "quiet"),
      puzzle && !over && showsAnswers(model) && toolButton("show-bug", said.show),
    ),
    h(
      "p",
      { class: "tool-row score" },
      h("span", {}, fill(said.score, score())),
      toolButton("reset-bugs", said.reset),
    ),
  ];
}
