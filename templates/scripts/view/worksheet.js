/**
 * On paper: the questions of a level with room for the answers, or the key to them; the steps between are
 * worked.
 */
import { gradientDerivation, valueDerivation } from "../lesson/derivations.js";
import { questionDerivation, upTo } from "../lesson/disguise.js";
import { seedInForce } from "../lesson/practice.js";
import { STAGES } from "../lesson/round.js";
import { listedSteps } from "./listed.js";
import { fill, formatNumber } from "./format.js";
import { graphView } from "./graph.js";
import { h } from "./h.js";
import { toMath } from "./mathml.js";
import { derivationView } from "./derivation.js";
import { givenView } from "./panel.js";
import { sentenceView } from "./sentence.js";
import { bare } from "./steplist.js";
import { shapeLine } from "./subject.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/**
 * @param {Model} model of practising, nothing answered yet or something
 * @param {boolean} key with the answers
 * @returns {Element_ | null}
 */
export function worksheetView(model, key) {
  const {
    disguise: { practice },
    lesson: { steps },
  } = model;
  if (!practice) return null;
  const words = model.words.tools.practice;
  const seed = seedInForce(model.state);
  // The sheet's graph has what is worked of the forward pass: gradients would crowd the room for one's own.
  const drawn = key ? steps.length : steps.findIndex(({ phase }) => phase === "backward");
  const { pass, computed, explainSolved } = model;
  const solved = key
    ? { ...pass, hidden: () => false, computed: { ...computed, ...pass }, explain: explainSolved }
    : {};
  const sheet = {
    ...model,
    ...solved,
    still: true,
    step: drawn,
    current: { ...steps[drawn - 1], focus: [] },
  };
  const about = [...(seed > 0 ? [fill(words.sheet_numbers, { seed })] : []), words.levels[model.state.level]];
  return sheetOf(model, key, about, [
    h("div", { class: "sheet-graph" }, graphView(sheet)),
    h(
      "ol",
      { class: "step-list" },
      listedSteps(model)
        .filter(({ step }) => step.kind !== "summary")
        .map(({ step, number }) =>
          h(
            "li",
            { id: `sheet-${number}`, value: number, class: step.phase },
            h("h3", {}, sentenceView(model, model.explain(step).title)),
            step.kind === "leaves"
              ? givenView(model)
              : h("div", { class: "derivations" }, stepLines(sheet, step, number, key)),
          ),
        ),
    ),
  ]);
}

/**
 * A sheet of paper: what it is about, room for a name and what to do, or that it is the key, and its body.
 * @param {Model} model
 * @param {boolean} key with the answers
 * @param {string[]} about beside the network's shape
 * @param {import("./h.js").Child} body
 */
export function sheetOf(model, key, about, body) {
  const words = model.words.tools.practice;
  return bare(
    h(
      "section",
      { class: "worksheet", "aria-labelledby": "worksheet-title" },
      h("h1", { id: "worksheet-title" }, key ? words.key_title : words.sheet_title),
      h("p", { class: "sheet-title" }, titleOf(model)),
      h(
        "p",
        { class: "sheet-head" },
        h("span", {}, [shapeLine(model), ...about].join(" · ")),
        !key && h("span", { class: "sheet-name" }, words.sheet_name),
      ),
      !key && h("p", { class: "sheet-task" }, words.sheet_task),
      body,
    ),
  );
}

/**
 * The name of what is practised.
 * @param {Model} model
 */
const titleOf = ({ scene: { source, data }, words }) =>
  source.preset === null ? words.builder.own : data.networks[source.preset].title;

/**
 * A step's questions; what it finds besides them is worked.
 * @param {Model} sheet
 * @param {import("../lesson/steps.js").Step} step
 * @param {number} number its number
 * @param {boolean} key
 */
function stepLines(sheet, step, number, key) {
  const questions = sheet.disguise.practice?.questions(number) ?? [];
  if (questions.length === 0) {
    return sheet.explain(step).derivations.map((derivation) => derivationView(sheet, derivation));
  }
  return step.focus.flatMap((index) => {
    const own = questions.filter((question) => question.index === index);
    if (own.length > 0) return own.map((question) => questionLines(sheet, question, key));
    return [derivationView(sheet, derivationOf(sheet.computed, step, index))];
  });
}

/**
 * How a node's number in a step is found.
 * @param {import("../lesson/explain.js").Computed} computed
 * @param {import("../lesson/steps.js").Step} step
 * @param {number} index
 */
const derivationOf = (computed, { phase }, index) =>
  phase === "forward" ? valueDerivation(computed, index) : gradientDerivation(computed, index, false);

/**
 * @param {Model} sheet
 * @param {import("../lesson/practice.js").Question} question
 * @param {boolean} key
 */
function questionLines(sheet, question, key) {
  const {
    disguise: { practice },
    computed,
    words,
  } = sheet;
  const decimals = practice?.decimals(question) ?? 0;
  const derivation = questionDerivation(computed, question);
  const answer = formatNumber(question.answer, decimals);
  const isShown = answer === formatNumber(question.answer);
  const lines = upTo(key ? STAGES.result : (practice?.stageOf(question) ?? 0), derivation);
  return h(
    "div",
    { class: "sheet-question" },
    lines.map((shown) => derivationView(sheet, shown)),
    key
      ? !isShown && h("p", {}, "≈ ", h("strong", { class: "number", translate: "no" }, answer))
      : h(
          "p",
          { class: "blank-line" },
          lines.length === 0 && h("math", { displaystyle: "true" }, toMath(derivation.left, words.part)),
          " = ",
          h("span", { class: "room to-work" }),
          " = ",
          h("span", { class: "room" }),
          " ",
          h("span", { class: "expected" }, fill(words.tools.practice.sheet_decimals, { decimals })),
        ),
  );
}
