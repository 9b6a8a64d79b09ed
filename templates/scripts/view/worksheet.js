/** On paper: the questions of a level with room for the answers, or the key to them; the steps between are worked. */
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

/** @param {Model} model of practising, nothing answered yet or something @param {boolean} key with the answers @returns {Element_ | null} */
export function worksheetView(model, key) {
  const { exercise: { practice }, lesson: { steps } } = model;
  if (!practice) return null;
  const words = model.words.tools.practice;
  const seed = seedInForce(model.state);
  // The sheet's graph has what is worked of the forward pass: gradients would crowd the room for one's own.
  const shown = key ? steps.length : steps.findIndex(({ phase }) => phase === "backward");
  const still = { ...model, still: true, step: shown, current: { ...steps[shown - 1], focus: [] } };
  return bare(h("section", { class: "worksheet", "aria-labelledby": "worksheet-title" },
    h("h1", { id: "worksheet-title" }, key ? words.key_title : words.sheet_title),
    h("p", { class: "sheet-head" },
      h("span", {}, [model.shape, ...(seed > 0 ? [fill(words.sheet_numbers, { seed })] : []), words.levels[model.state.level]].join(" · ")),
      !key && h("span", { class: "sheet-name" }, words.sheet_name)),
    h("div", { class: "sheet-graph" }, graphView(key ? { ...still, ...solvedNumbers(model) } : still)),
    h("ol", { class: "step-list" }, listedSteps(model).filter(({ step }) => step.kind !== "summary").map(({ step, number }) => h("li", { id: `sheet-${number}`, value: number, class: step.phase },
      h("h3", {}, sentenceView(model, model.explain(step).title)),
      step.kind === "leaves" ? givenView(model) : practice.questions(number).length > 0 ? questionLines(model, number, key) : worked(model, step, key))))));
}

/** The whole pass, nothing hidden. @param {Model} model */
const solvedNumbers = ({ pass: { values, gradients } }) => ({ values, gradients, hidden: () => false });

/** @param {Model} model @param {import("../lesson/steps.js").Step} step @param {boolean} key */
const worked = (model, step, key) =>
  h("div", { class: "derivations" }, (key ? model.explainSolved : model.explain)(step).derivations.map((derivation) => derivationView(model, derivation)));

/** @param {Model} model @param {number} number @param {boolean} key */
function questionLines(model, number, key) {
  const { exercise: { practice }, pass, computed, words: { part, tools: { practice: words } } } = model;
  return h("div", { class: "derivations" }, (practice?.questions(number) ?? []).map((question) => {
    const { answer } = question;
    const decimals = decimalsFor(answer);
    const derivation = questionDerivation(key ? { ...computed, ...pass } : computed, question);
    const lines = upTo(key ? STAGES.result : practice?.stageOf(question) ?? 0, derivation);
    return h("div", { class: "sheet-question" },
      lines.map((shown) => derivationView(model, shown)),
      key ? h("p", {}, "≈ ", h("strong", { class: "number" }, formatNumber(answer, decimals)))
        : h("p", { class: "blank-line" },
          lines.length === 0 && h("math", { displaystyle: "true" }, toMath(derivation.left, part)), " = ",
          h("span", { class: "room" }), " ", h("span", { class: "expected" }, fill(words.sheet_decimals, { decimals }))));
  }));
}
