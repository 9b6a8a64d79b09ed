/**
 * On paper: the questions of a level with room for the answers, or the key to them; the steps between are
 * worked.
 */
import { decimalsFor } from "../lesson/answers.js";
import { questionDerivation, upTo } from "../lesson/exercise.js";
import { seedInForce, STAGES } from "../lesson/practice.js";
import { listedSteps } from "./abridge.js";
import { fill, formatNumber } from "./format.js";
import { graphView } from "./graph.js";
import { h } from "./h.js";
import { toMath } from "./mathml.js";
import { derivationView, givenView, sentenceView } from "./panel.js";
import { bare } from "./steplist.js";

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
    exercise: { practice },
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
  return bare(
    h(
      "section",
      { class: "worksheet", "aria-labelledby": "worksheet-title" },
      h("h1", { id: "worksheet-title" }, key ? words.key_title : words.sheet_title),
      h(
        "p",
        { class: "sheet-head" },
        h(
          "span",
          {},
          [
            model.shape,
            ...(seed > 0 ? [fill(words.sheet_numbers, { seed })] : []),
            words.levels[model.state.level],
          ].join(" · "),
        ),
        !key && h("span", { class: "sheet-name" }, words.sheet_name),
      ),
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
                : h(
                    "div",
                    { class: "derivations" },
                    practice.questions(number).length > 0
                      ? practice.questions(number).map((question) => questionLines(sheet, question, key))
                      : sheet
                          .explain(step)
                          .derivations.map((derivation) => derivationView(sheet, derivation)),
                  ),
            ),
          ),
      ),
    ),
  );
}

/**
 * @param {Model} sheet
 * @param {import("../lesson/practice.js").Question} question
 * @param {boolean} key
 */
function questionLines(sheet, question, key) {
  const {
    exercise: { practice },
    computed,
    words,
  } = sheet;
  const decimals = decimalsFor(question.answer);
  const derivation = questionDerivation(computed, question);
  const lines = upTo(key ? STAGES.result : (practice?.stageOf(question) ?? 0), derivation);
  return h(
    "div",
    { class: "sheet-question" },
    lines.map((shown) => derivationView(sheet, shown)),
    key
      ? h(
          "p",
          {},
          "≈ ",
          h("strong", { class: "number", translate: "no" }, formatNumber(question.answer, decimals)),
        )
      : h(
          "p",
          { class: "blank-line" },
          lines.length === 0 && h("math", { displaystyle: "true" }, toMath(derivation.left, words.part)),
          " = ",
          h("span", { class: "room" }),
          " ",
          h("span", { class: "expected" }, fill(words.tools.practice.sheet_decimals, { decimals })),
        ),
  );
}
