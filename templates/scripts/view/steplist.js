/** All steps below one another: the lesson on paper, and without a script. */
import { isAbridged, listedSteps } from "./listed.js";
import { fill } from "./format.js";
import { h } from "./h.js";
import { everyGradient, gradientList, stepBody } from "./panel.js";
import { sentenceView } from "./sentence.js";

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function stepListView(model) {
  const { words, lesson } = model;
  return bare(
    h(
      "section",
      { class: "step-list", "aria-labelledby": "step-list-title" },
      h("h2", { id: "step-list-title" }, fill(words.step.list, { steps: lesson.steps.length })),
      isAbridged(model) && h("p", { class: "omitted" }, words.step.abridged),
      h(
        "ol",
        { class: isAbridged(model) ? "chosen" : null },
        listedSteps(model).map(({ step, number }, position) => {
          const explanation = model.explain(step);
          return h(
            "li",
            { id: `step-${number}`, value: number === position + 1 ? null : number, class: step.phase },
            h(
              "h3",
              {},
              isAbridged(model) && `${number}. `,
              h("span", { class: "phase" }, words.phase[step.phase]),
              " ",
              sentenceView(model, explanation.title),
            ),
            stepBody(model, step, explanation),
            step.kind === "summary" &&
              h("p", { class: "gradient-list" }, gradientList(model, everyGradient(model))),
          );
        }),
      ),
    ),
  );
}

/**
 * Without what only a live page uses: nobody points at paper.
 * @param {import("./h.js").Element_} element
 * @returns {import("./h.js").Element_}
 */
export function bare({ tag, attributes, children }) {
  const kept = Object.entries(attributes).filter(
    ([name]) => name !== "tabindex" && !name.startsWith("data-"),
  );
  return {
    tag,
    attributes: Object.fromEntries(kept),
    children: children.map((child) => (typeof child === "string" ? child : bare(child))),
  };
}
