/** All steps below one another: the lesson on paper, and without a script. */
import { fill } from "./format.js";
import { h } from "./h.js";
import { everyGradient, gradientList, sentenceView, stepBody } from "./panel.js";

/** @param {import("../model.js").Model} model @returns {import("./h.js").Element_} */
export function stepListView(model) {
  const { words, lesson } = model;
  return h("section", { class: "step-list", "aria-labelledby": "step-list-title" },
    h("h2", { id: "step-list-title" }, fill(words.step.list, { steps: lesson.steps.length })),
    h("ol", {}, lesson.steps.map((step, position) => {
      const explanation = model.explain(step);
      return h("li", { id: `step-${position + 1}`, class: step.phase },
        h("h3", {}, h("span", { class: "phase" }, words.phase[step.phase]), " ", sentenceView(model, explanation.title)),
        stepBody(model, step, explanation),
        step.kind === "summary" && h("p", { class: "gradient-list" }, gradientList(model, everyGradient(model))));
    })));
}
