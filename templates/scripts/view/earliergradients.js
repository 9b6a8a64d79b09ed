/** What a backward step reads from earlier ones, in a quiet line each. */
import { lossOf } from "../lesson/formula.js";
import { earlierGradients } from "../lesson/earliergradients.js";
import { fill } from "./format.js";
import { h } from "./h.js";
import { gradientQuantity, inlinePartial } from "./mathml.js";
import { phraseView } from "./phrase.js";

/** Of what a whole layer sends back, so many lines. */
const MOST_LINES = 3;

/**
 * A step's number as something to press.
 * @param {any} words
 * @param {number} step
 */
export const stepButton = (words, step) =>
  h(
    "button",
    { type: "button", class: "step-link", "data-action": "go-step", "data-step": step },
    fill(words.reuse.step, { step }),
  );

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Child}
 */
export function earlierGradientsView({ graph, lesson, current, words, step: present }) {
  const found = earlierGradients(lesson, current);
  const loss = lossOf(graph);
  return (
    found.length > 0 &&
    h(
      "div",
      { class: "reuse", key: String(present) }, // a button of one step is not the one of another
      found.slice(0, MOST_LINES).map(({ node, step, others }) =>
        h(
          "p",
          {},
          phraseView(words.reuse.computed, {
            gradient: h(
              "math",
              {},
              inlinePartial(loss, graph.nodes[node], {
                "data-quantity": gradientQuantity(graph.nodes[node]),
              }),
            ),
            step: stepButton(words, step),
            used: fill(
              others === 0 ? words.reuse.alone : others === 1 ? words.reuse.once : words.reuse.often,
              { others },
            ),
          }),
        ),
      ),
      found.length > MOST_LINES && h("p", {}, fill(words.reuse.more, { count: found.length - MOST_LINES })),
    )
  );
}
