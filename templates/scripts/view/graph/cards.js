/** Nodes that are drawn one by one, with their numbers: cards, weights on edges, biases. */
import { WRITTEN } from "../../lesson/operations.js";
import { h } from "../h.js";
import { LETTER_WIDTH } from "../layout/labels.js";
import { gradientQuantity, valueQuantity } from "../mathml.js";
import { factsOf } from "./facts.js";
import { quantityGroup, round, symbolTextView } from "./shapes.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../layout.js").Point} Point
 */

/**
 * In the middle of a card, so far down, its value, and under it its gradient.
 * @param {Model} model
 * @param {number} index
 * @param {import("../layout.js").Card["box"]} box
 * @param {number} down
 */
function numbersView(model, index, box, down) {
  const node = model.graph.nodes[index];
  const facts = factsOf(model, index);
  const center = round(box.x + box.width / 2);
  return [
    facts.known &&
      h(
        "text",
        { x: center, y: round(box.y + down), class: "number", "data-quantity": valueQuantity(node) },
        facts.value,
      ),
    " ",
    facts.gradient !== null &&
      h(
        "text",
        {
          x: center,
          y: round(box.y + down + 16),
          class: "gradient",
          "data-quantity": gradientQuantity(node),
        },
        `∂ ${facts.gradient}`,
      ),
  ];
}

/**
 * @param {Model} model
 * @param {import("../layout.js").Card} card
 */
export function cardView(model, { index, box }) {
  const node = model.graph.nodes[index];
  const center = round(box.x + box.width / 2);
  return quantityGroup(
    model,
    index,
    "card",
    h("rect", { x: round(box.x), y: round(box.y), width: box.width, height: box.height, rx: 10 }),
    symbolTextView(node, { x: center, y: round(box.y + 24), class: "symbol" }),
    numbersView(model, index, box, 43),
  );
}

/**
 * In its upper corner, what the card does with what it reads.
 * @param {Model} model
 * @param {import("../layout.js").Card} card
 */
export function operationCardView(model, { index, box }) {
  const node = model.graph.nodes[index];
  return quantityGroup(
    model,
    index,
    "card does",
    h("rect", { x: round(box.x), y: round(box.y), width: box.width, height: box.height, rx: 10 }),
    symbolTextView(node, { x: round(box.x + 10), y: round(box.y + 22), class: "symbol" }),
    h(
      "text",
      { x: round(box.x + box.width - 9), y: round(box.y + 21), class: "operation", "aria-hidden": "true" },
      WRITTEN[node.op].label,
    ),
    numbersView(model, index, box, 41),
  );
}

/**
 * A number that the text gives: it never changes.
 * @param {Model} model
 * @param {import("../layout.js").Card} card
 */
export function constantView(model, { index, box }) {
  const node = model.graph.nodes[index];
  return quantityGroup(
    model,
    index,
    "card constant",
    h("rect", { x: round(box.x), y: round(box.y), width: box.width, height: box.height, rx: box.height / 2 }),
    h(
      "text",
      {
        x: round(box.x + box.width / 2),
        y: round(box.y + box.height / 2 + 5),
        class: "number",
        "data-quantity": valueQuantity(node),
      },
      node.symbol[0],
    ),
  );
}

/**
 * Symbol and value side by side.
 * @param {Model} model
 * @param {import("../layout.js").Card} card
 */
export function slimCardView(model, { index, box }) {
  const node = model.graph.nodes[index];
  const facts = factsOf(model, index);
  const right = round(box.x + box.width - 7);
  return quantityGroup(
    model,
    index,
    "card slim",
    h("rect", { x: round(box.x), y: round(box.y), width: box.width, height: box.height, rx: 7 }),
    symbolTextView(node, {
      x: round(box.x + 7),
      y: round(box.y + (facts.gradient === null ? 23 : 17)),
      class: "symbol",
    }),
    facts.known &&
      h(
        "text",
        {
          x: right,
          y: round(box.y + (facts.gradient === null ? 23 : 16)),
          class: "number",
          "data-quantity": valueQuantity(node),
        },
        facts.value,
      ),
    facts.gradient !== null &&
      h(
        "text",
        { x: right, y: round(box.y + 32), class: "gradient", "data-quantity": gradientQuantity(node) },
        `∂ ${facts.gradient}`,
      ),
  );
}

/**
 * @param {Model} model
 * @param {{weight: number, label: Point, onDemand: boolean}} edge
 */
export const labelView = (model, { weight, label, onDemand }) =>
  smallLabel(model, weight, label, "middle", onDemand ? "parameter on-demand" : "parameter");

/**
 * A weight on an edge among so many that it is shown alone.
 * @param {Model} model
 * @param {{weight: number, start: Point, end: Point}} edge
 */
export const loneLabelView = (model, { weight, start, end }) =>
  smallLabel(
    model,
    weight,
    { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
    "middle",
    "parameter alone",
  );

/**
 * @param {Model} model
 * @param {import("../layout.js").Tag} tag
 */
export const tagView = (model, { index, at, onDemand }) =>
  smallLabel(
    model,
    index,
    at,
    "start",
    onDemand ? "parameter on-demand" : "parameter",
    !onDemand && model.layout.orientation === "wide" && !model.layout.layered,
  );

/**
 * Symbol and number of a parameter, and its gradient beneath or beside.
 * @param {Model} model
 * @param {number} index
 * @param {Point} at
 * @param {"middle" | "start"} anchor
 * @param {string} kind
 * @param {boolean} [beside]
 */
function smallLabel(model, index, at, anchor, kind, beside = false) {
  const node = model.graph.nodes[index];
  const facts = factsOf(model, index);
  const [x, y] = [round(at.x), round(at.y)];
  const width = LETTER_WIDTH * (2 + 0.7 * node.symbol[1].length + facts.value.length) + 6;
  const left = anchor === "middle" ? at.x - width / 2 : at.x - 4;
  const second =
    facts.gradient === null
      ? null
      : h(
          "text",
          {
            x: beside ? round(left + width + 6) : x,
            y: beside ? y + 3 : y + 18,
            class: "gradient",
            "text-anchor": anchor,
            "data-quantity": gradientQuantity(node),
          },
          `∂ ${facts.gradient}`,
        );
  return quantityGroup(
    model,
    index,
    kind,
    h("rect", { class: "reach", x: round(left - 14), y: y - 13, width: round(width + 28), height: 26 }),
    h("rect", {
      class: "ground",
      x: round(left),
      y: y - 10,
      width: round(width + (second && beside ? 8 + LETTER_WIDTH * (facts.gradient ?? "").length : 0)),
      height: second && !beside ? 33 : 18,
      rx: 4,
    }),
    symbolTextView(
      node,
      { x, y: y + 3, class: "symbol", "text-anchor": anchor },
      " ",
      h(
        "tspan",
        { class: "number", dx: 1, dy: node.symbol[1] ? -4 : 0, "data-quantity": valueQuantity(node) },
        facts.value,
      ),
    ),
    second,
  );
}
