/** The tool "nudge": what the loss does when one value is moved a little, beside what its gradient says. */
import { lossOf } from "../lesson/formula.js";
import { checkAll, isStopped, movable, nudge, nudgedLeaf, valley } from "../lesson/nudge.js";
import { listedNodes } from "./listed.js";
import { fill, formatApart, formatGiven, formatNumber, MINUS, widthText } from "./format.js";
import { disclosure, h } from "./h.js";
import { inlinePartial, symbolMath, valueQuantity } from "./mathml.js";
import { spotOf } from "./spark.js";
import { columnHeads, gradientCell, numberCell, rowHeader } from "./table.js";
import { gradientText, spokenSymbol, symbolText } from "./text.js";
import { secantView } from "./secant.js";
import { valleyView } from "./valley.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("../engine/graph.js").GraphNode} GraphNode
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {import("./h.js").Child} Child
 */

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function nudgeView(model) {
  const { graph, state } = model;
  const words = model.words.tools.nudge;
  const { of, eps, exact, all } = state.nudge;
  const index = nudgedLeaf(graph, of);
  const node = graph.nodes[index];
  const spot = spotOf(model);
  const nudged = nudge(spot, index, 10 ** eps);
  const errors = valley(spot, nudged, index);
  const { kink } = nudged;
  return h(
    "div",
    { class: "nudge" },
    h("p", {}, words.intro),
    h(
      "p",
      { class: "nudge-choice" },
      h(
        "label",
        {},
        words.value,
        " ",
        h(
          "select",
          { "data-field": "nudge-of", translate: "no", autocomplete: "off", value: node.name },
          choices(model, index).map((other) =>
            h("option", { value: other.name, selected: other === node }, symbolText(other)),
          ),
        ),
      ),
      h("span", { class: "number", translate: "no" }, `= ${formatGiven(nudged.value)},`),
      " ",
      h("span", { class: "number", translate: "no" }, `ε = ${widthText(eps)}`),
    ),
    secantView(model, spot, index, nudged),
    h(
      "p",
      { class: "remark", role: "status" },
      fill(words.place[errors.place], {
        node: kink ? symbolText(graph.nodes[kink.node]) : "",
        left: formatNumber(nudged.left),
        right: formatNumber(nudged.right),
        gradient: formatNumber(nudged.gradient),
        symbol: symbolText(node),
        held: formatNumber(nudged.held),
      }),
    ),
    disclosure({ class: "nudge-exact", open: exact }, words.exact, () =>
      h(
        "div",
        { class: "nudge-body" },
        h("div", { class: "nudge-numbers" }, numbersTable(model, node, nudged)),
        valleyView(words, errors, eps, Math.abs(nudged.quotient - nudged.gradient), spokenSymbol(node)),
      ),
    ),
    h(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-action": "nudge-all",
        "aria-expanded": String(all),
        "aria-controls": "nudge-all",
      },
      words.check,
    ),
    h(
      "div",
      { id: "nudge-all", hidden: !all, role: "group", "aria-label": words.check, tabindex: 0 },
      all && allView(model),
    ),
  );
}

/**
 * What can be chosen: what is listed beside the sliders, and what is chosen.
 * @param {Model} model
 * @param {number} index
 */
function choices(model, index) {
  const listed = new Set([...listedNodes(model), index]);
  return movable(model.graph)
    .filter((other) => listed.has(other))
    .map((other) => model.graph.nodes[other]);
}

/**
 * @param {Model} model
 * @param {GraphNode} node
 * @param {import("../lesson/nudge.js").Nudged} nudged
 */
function numbersTable(
  {
    graph,
    words: {
      tools: { nudge: words },
    },
  },
  node,
  { below, at, above, quotient, gradient, predicted, actual },
) {
  const loss = lossOf(graph);
  /**
   * The loss at the value, or beside it.
   * @param {string} [sign]
   */
  const lossAt = (sign) => ({
    spoken: `${symbolText(loss)}(${[spokenSymbol(node), ...(sign ? [sign, "ε"] : [])].join(" ")})`,
    math: [
      symbolMath(loss),
      h("mo", { form: "prefix" }, "("),
      symbolMath(node),
      sign && h("mo", {}, sign),
      sign && h("mi", {}, "ε"),
      h("mo", { form: "postfix" }, ")"),
    ],
  });
  const heard = (/** @type {{spoken: string, math: Child[]}} */ { spoken, math }) => [
    h("span", { class: "heard" }, spoken),
    h("math", { "aria-hidden": "true" }, h("mrow", {}, ...math)),
  ];
  const names = { loss: symbolText(loss), symbol: symbolText(node) };
  const derived = (/** @type {string} */ what) => [
    fill(words[what], names),
    " ",
    h("span", { class: "how", translate: "no" }, fill(words[`${what}_how`], names)),
  ];
  const row = (/** @type {Child} */ label, /** @type {Element_} */ cell) =>
    h("tr", {}, h("th", { scope: "row" }, label), cell);
  const [first, second, third] = shared(formatApart([below, at, above]));
  const [fourth, fifth] = shared(formatApart([quotient, gradient]));
  const [sixth, seventh] = shared(formatApart([predicted, actual]));
  return h(
    "table",
    { "aria-label": words.name },
    h(
      "tbody",
      {},
      row(heard(lossAt(MINUS)), numberCell(first)),
      row(
        heard(lossAt()),
        h("td", { class: "number", translate: "no", "data-quantity": valueQuantity(loss) }, second),
      ),
      row(heard(lossAt("+")), numberCell(third)),
    ),
    h(
      "tbody",
      {},
      row(derived("quotient"), numberCell(fourth)),
      row(
        [words.gradient, " ", heard({ spoken: gradientText(node, loss), math: [inlinePartial(loss, node)] })],
        gradientCell(node, fifth),
      ),
      row(words.difference, numberCell(formatNumber(quotient - gradient))),
    ),
    h("tbody", {}, row(derived("predicted"), numberCell(sixth)), row(derived("actual"), numberCell(seventh))),
  );
}

/**
 * Numbers under each other: what they have in common steps back.
 * @param {string[]} texts
 * @returns {Child[][]}
 */
function shared(texts) {
  let length = 0;
  while (length < texts[0].length && texts.every((text) => text[length] === texts[0][length])) length += 1;
  return texts.map((text) =>
    length === text.length
      ? [text]
      : [h("span", { class: "same" }, text.slice(0, length)), text.slice(length)],
  );
}

/**
 * Every gradient that is listed.
 * @param {Model} model
 */
function allView(model) {
  const { graph } = model;
  const words = model.words.tools.nudge;
  const listed = new Set(listedNodes(model));
  const all = movable(graph);
  const checked = checkAll(
    spotOf(model),
    all.filter((index) => listed.has(index)),
  );
  const agree = checked.filter(({ verdict }) => verdict === "agrees").length;
  const others = new Set(checked.map(({ verdict }) => verdict).filter((verdict) => verdict !== "agrees"));
  return [
    h(
      "dl",
      { class: "readouts" },
      [
        ["passes", 2 * checked.length],
        ["backward", 1],
      ].map(([what, count]) =>
        h(
          "div",
          { class: "readout" },
          h("dt", {}, words[what]),
          h("dd", { class: "number", translate: "no" }, String(count)),
        ),
      ),
    ),
    h(
      "p",
      { class: "agree" },
      fill(words.agree, { agree, count: checked.length }),
      checked.length < all.length &&
        ` ${fill(words.abridged, { count: all.length, passes: 2 * all.length })}`,
    ),
    h(
      "table",
      { class: "checked", "aria-label": words.check },
      columnHeads(words, ["value", "gradient", "quotient", "difference"]),
      h(
        "tbody",
        {},
        checked.map(({ index, gradient, quotient, verdict }) =>
          h(
            "tr",
            {},
            rowHeader(graph.nodes[index]),
            gradientCell(graph.nodes[index], formatNumber(gradient)),
            numberCell(formatNumber(quotient)),
            numberCell(verdict === "agrees" ? formatNumber(quotient - gradient) : words[verdict]),
          ),
        ),
      ),
    ),
    [...others, ...(isStopped(graph) ? ["stopped"] : [])].map((verdict) =>
      h("p", { class: "remark" }, words.why[verdict]),
    ),
  ];
}
