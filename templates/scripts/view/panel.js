/** The step panel: what this step computes, in symbols, in numbers, and why. */
import { lossOf } from "../lesson/formula.js";
import { isAbridged, listedNodes, listedParameters } from "./listed.js";
import { derivationView } from "./derivation.js";
import { fill, formatGiven, formatNumber } from "./format.js";
import { needleView } from "./graph/needle.js";
import { guessView, verdictView } from "./guess.js";
import { h } from "./h.js";
import { numberField } from "./numberfield.js";
import { plotView } from "./plot.js";
import { toolButton } from "./practice.js";
import { productsView } from "./products.js";
import { earlierGradientsView } from "./earliergradients.js";
import { sentenceView } from "./sentence.js";
import { columnHeads, gradientCell, numberCell, rowHeader } from "./table.js";
import { isItsOwnName } from "./text.js";
import { turnersView } from "./turner.js";
import { symbolMath, valueQuantity } from "./mathml.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {import("../lesson/explain.js").Explanation} Explanation
 */

/** Of a network with very many parameters, so many formulas of the same form are written out. */
const MOST_DERIVATIONS = 6;

/**
 * @param {Model} model
 * @param {import("./h.js").Child} [asked] what a tool asks at this step
 * @param {import("./h.js").Child} [above] what a tool says at every step, at the same place
 * @returns {Element_}
 */
export function panelView(model, asked, above) {
  const { current, explanation, words, step, lesson } = model;
  const shape = current.kind === "summary" ? " ends" : explanation.derivations.length > 0 ? " worked" : "";
  // Of one step with another it keeps what stands in the same place; what one opens, scrolls or holds is a step's own.
  return h(
    "div",
    { class: `panel ${current.phase}${shape}` },
    h(
      "p",
      { class: "count" },
      h("span", { class: "step-number" }, fill(words.step.count, { step, steps: lesson.steps.length })),
      h("span", { class: "phase" }, words.phase[current.phase]),
    ),
    above,
    h("h3", { class: "step-title", id: "step-title" }, sentenceView(model, explanation.title)),
    whyView(model, explanation),
    verdictView(model),
    changeView(model, explanation),
    current.kind === "leaves" && givenView(model, GIVEN_IN_PANEL),
    guessView(model),
    explanation.products
      ? productsView(model, explanation.products, explanation.derivations)
      : derivationsView(model, explanation),
    turnersView(model),
    remarksView(model, explanation),
    earlierGradientsView(model),
    asked,
    model.disguise?.covered && toolButton("reveal", words.tools.practice.show, "primary"),
    explanation.curve && plotView(model, explanation.curve),
    explanation.use && h("p", { class: "use" }, sentenceView(model, explanation.use)),
    current.kind === "summary" && summaryView(model),
  );
}

/**
 * A gradient in words of change, with its needle.
 * @param {Model} model
 * @param {Explanation} explanation
 */
function changeView(model, { change }) {
  return (
    change &&
    h(
      "p",
      { class: "change" },
      h("svg", { viewBox: "0 0 16 24", "aria-hidden": "true" }, needleView(change.gradient, 8, 12)),
      h("span", {}, sentenceView(model, change.sentence)),
    )
  );
}

/**
 * What a step says on paper: first the idea, then the formulas.
 * @param {Model} model
 * @param {import("../lesson/steps.js").Step} step
 * @param {Explanation} explanation
 */
export const stepBody = (model, { kind }, explanation) => [
  whyView(model, explanation),
  derivationsView(model, explanation),
  remarksView(model, explanation),
  kind === "leaves" && givenView(model, GIVEN),
];

/**
 * @param {Model} model
 * @param {Explanation} explanation
 */
const whyView = (model, { why }) => why.length > 0 && h("p", { class: "why" }, sentenceView(model, why));

/**
 * @param {Model} model
 * @param {Explanation} explanation
 */
const remarksView = (model, { remarks }) =>
  remarks.map((remark) => h("p", { class: "remark" }, sentenceView(model, remark)));

/**
 * @param {Model} model
 * @param {Explanation} explanation
 */
function derivationsView(model, { derivations }) {
  const most = isAbridged(model) ? MOST_DERIVATIONS : derivations.length;
  return (
    derivations.length > 0 && [
      h(
        "div",
        {
          class: "derivations",
          key: String(model.step),
          "data-roving": "formulas",
          tabindex: model.disguise?.practice ? 0 : null,
        },
        derivations.slice(0, most).map((derivation) => derivationView(model, derivation)),
      ),
      derivations.length > most &&
        h(
          "p",
          { class: "omitted" },
          fill(model.words.line.derivations, { count: derivations.length - most }),
        ),
    ]
  );
}

/** What is given, by role; the panel leaves weights and biases to the graph, where they act. */
const GIVEN = ["input", "target", "weight", "bias", "parameter", "constant"];
const GIVEN_IN_PANEL = ["input", "target", "parameter", "constant"];

/**
 * What is given, in one small table a group.
 * @param {Model} model
 * @param {string[]} roles
 */
export function givenView(model, roles = GIVEN) {
  const { graph, values, words } = model;
  const listed = listedNodes(model);
  const groups = roles
    .map((role) => ({
      role,
      indices: listed.filter(
        (index) => graph.nodes[index].role === role && !isItsOwnName(graph.nodes[index]),
      ),
    }))
    .filter(({ indices }) => indices.length > 0);
  return h(
    "dl",
    { class: "given" },
    groups.map(({ role, indices }) =>
      h(
        "div",
        { class: "given-group" },
        h("dt", {}, words.given[role]),
        indices.map((index) => {
          const node = graph.nodes[index];
          return h(
            "dd",
            { "data-quantity": valueQuantity(node) },
            h("math", {}, h("mrow", {}, symbolMath(node), h("mo", {}, "="))),
            " ",
            h("span", { class: "number", translate: "no" }, formatGiven(values[index])),
          );
        }),
      ),
    ),
    isAbridged(model) &&
      h("div", { class: "omitted" }, h("dt", { class: "heard" }, "…"), h("dd", {}, words.table.abridged)),
  );
}

/**
 * `∂L/∂w₁₁ = −0.0620`, one for each node.
 * @param {Model} model
 * @param {number[]} indices
 */
export const gradientList = (model, indices) =>
  indices.flatMap((index) => [
    h(
      "span",
      { class: "pair" },
      sentenceView(model, [{ gradient_symbol: index }, { text: " = " }, { gradient: index }]),
    ),
    " ",
  ]);

/**
 * The nodes whose gradients the lesson finds.
 * @param {Model} model
 */
export const everyGradient = (model) =>
  listedNodes(model).filter(
    (index) => model.lesson.gradientStep[index] > 0 && index < model.graph.nodes.length - 1,
  );

/**
 * Those of what is given or computed, not learned.
 * @param {Model} model
 */
function otherGradients(model) {
  const listed = listedParameters(model);
  return everyGradient(model).filter(
    (index) => !listed.includes(index) && model.graph.nodes[index].role !== "constant",
  );
}

/**
 * The last step: every gradient, and what one step against it would do.
 * @param {Model} model
 * @returns {Element_}
 */
function summaryView(model) {
  const { graph, values, gradients, words, learning, state } = model;
  const loss = lossOf(graph);
  const rows = listedParameters(model).map((index) => {
    const node = graph.nodes[index];
    return h(
      "tr",
      {},
      rowHeader(node),
      h(
        "td",
        { class: "number", translate: "no", "data-quantity": valueQuantity(node) },
        formatGiven(values[index]),
      ),
      gradientCell(node, formatNumber(gradients[index])),
      numberCell(
        model.learned.includes(index)
          ? formatNumber(model.hidden(index, "gradient") ? NaN : learning.updated[index])
          : words.controls.held,
      ),
    );
  });
  return h(
    "div",
    { class: "summary" },
    h(
      "div",
      { class: "table-frame" },
      h(
        "table",
        { class: "gradients" },
        columnHeads(words.summary, ["parameter", "value", "gradient", "updated"]),
        h("tbody", {}, rows),
      ),
    ),
    isAbridged(model) && h("p", { class: "omitted" }, words.table.abridged),
    h("p", { class: "others" }, `${words.summary.others} `, gradientList(model, otherGradients(model))),
    h(
      "div",
      { class: "learn" },
      h(
        "label",
        { class: "rate" },
        h("span", {}, words.summary.rate),
        numberField({ value: state.rate, step: 0.01 }, { "data-field": "learning-rate" }),
      ),
      state.rate < 0 && h("p", { class: "remark" }, words.summary.ascent),
      h(
        "p",
        { class: "outlook" },
        h(
          "span",
          {},
          `${words.summary.loss_now} `,
          h(
            "span",
            { class: "number", translate: "no", "data-quantity": valueQuantity(loss) },
            formatNumber(values[values.length - 1]),
          ),
        ),
        h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
        h(
          "span",
          {},
          `${words.summary.loss_then} `,
          h("span", { class: "number", translate: "no" }, formatNumber(learning.loss)),
        ),
      ),
      h("button", { type: "button", class: "primary", "data-action": "take-step" }, words.summary.take),
    ),
  );
}
