/** Nodes that are drawn one by one, with their numbers: cards, weights on edges, biases. */
import { layoutOf } from "../layout.js";
import { labelOf } from "../../lesson/operations.js";
import { h } from "../h.js";
import { isLong, LABEL_HEIGHT, labelWidth, NEEDLE_ROOM } from "../layout/labels.js";
import { gradientQuantity, valueQuantity } from "../mathml.js";
import { pictureInCard } from "../training/neurons.js";
import { factsOf } from "./facts.js";
import { needleView } from "./needle.js";
import { cut, quantityGroup, round, symbolTextView } from "./shapes.js";
import { termView, withSign } from "./term.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../layout.js").Point} Point
 */

/** From one line of a card to the next, and what its three lines take. */
const CARD_LINE = 18;
const CARD_TEXT = 62;
/** So far from the middle a long symbol makes room for the needle. */
const ASIDE = 8;

/**
 * In the middle of a card, so far down, its value, and under it its gradient.
 * @param {Model} model
 * @param {number} index
 * @param {import("../layout.js").Card["box"]} box
 * @param {number} down
 */
function numbersView(model, index, box, down) {
  const node = model.graph.nodes[index];
  const { known, brief, briefGradient } = factsOf(model, index);
  const center = round(box.x + box.width / 2);
  return [
    known &&
      h(
        "text",
        { x: center, y: round(box.y + down), class: "number", "data-quantity": valueQuantity(node) },
        brief,
      ),
    " ",
    briefGradient !== null &&
      h(
        "text",
        {
          x: center,
          y: round(box.y + down + CARD_LINE),
          class: "gradient",
          "data-quantity": gradientQuantity(node),
        },
        withSign(briefGradient),
      ),
  ];
}

/**
 * @param {Model} model
 * @param {number} index
 * @param {number} x
 * @param {number} y
 * @param {number} [height]
 */
function needleOf(model, index, x, y, height) {
  const { slope } = factsOf(model, index);
  return slope !== null && needleView(slope, x, y, height);
}

/**
 * Its needle stands at its upper right, a symbol that is long to the left of that.
 * @param {Model} model
 * @param {import("../layout.js").Card} card
 */
export function cardView(model, { index, box }) {
  const node = model.graph.nodes[index];
  const center = round(box.x + box.width / 2);
  const isTarget = node.role === "target";
  const lines = isTarget ? CARD_TEXT - CARD_LINE : CARD_TEXT;
  const top = box.y + (box.height - lines) / 2;
  return quantityGroup(
    model,
    index,
    "card",
    h("rect", { x: round(box.x), y: round(box.y), width: box.width, height: round(box.height), rx: 10 }),
    pictureInCard(model, index, box),
    symbolTextView(cut(node), {
      x: isLong(node) && !isTarget ? center - ASIDE : center,
      y: round(top + 18),
      class: isLong(node) ? "symbol long" : "symbol",
    }),
    numbersView(model, index, { ...box, y: top }, 38),
    needleOf(model, index, box.x + box.width - 14, top + 12),
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
    pictureInCard(model, index, box),
    symbolTextView(node, { x: round(box.x + 10), y: round(box.y + 22), class: "symbol" }),
    h(
      "text",
      { x: round(box.x + box.width - 9), y: round(box.y + 21), class: "operation", "aria-hidden": "true" },
      labelOf(node),
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
    pictureInCard(model, index, box),
    symbolTextView(cut(node), {
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
        facts.brief,
      ),
    facts.gradient !== null &&
      h(
        "text",
        { x: right, y: round(box.y + 32), class: "gradient", "data-quantity": gradientQuantity(node) },
        withSign(facts.briefGradient),
      ),
  );
}

/**
 * @param {Model} model
 * @param {{weight: number, label: Point, onDemand: boolean}} edge
 */
export const labelView = (model, { weight, label, onDemand }) =>
  layoutOf(model).terms
    ? termView(model, weight, label)
    : smallLabel(model, weight, label, "middle", onDemand ? "parameter on-demand" : "parameter");

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
  layoutOf(model).terms
    ? termView(model, index, at)
    : smallLabel(model, index, at, "start", onDemand ? "parameter on-demand" : "parameter");

/**
 * Symbol and number of a parameter on its edge, and its gradient beneath.
 * @param {Model} model
 * @param {number} index
 * @param {Point} at
 * @param {"middle" | "start"} anchor
 * @param {string} kind
 */
function smallLabel(model, index, at, anchor, kind) {
  const node = model.graph.nodes[index];
  const facts = factsOf(model, index);
  const y = round(at.y);
  const width = labelWidth(node);
  const left = anchor === "middle" ? at.x - width / 2 : at.x - 4;
  const text = round(at.x + (anchor === "middle" ? NEEDLE_ROOM / 2 : NEEDLE_ROOM));
  return quantityGroup(
    model,
    index,
    kind,
    h("rect", { class: "reach", x: round(left - 14), y: y - 13, width: round(width + 28), height: 26 }),
    h("rect", {
      class: "ground",
      x: round(left),
      y: y - 12,
      width: round(width),
      height: facts.slope === null ? 20 : LABEL_HEIGHT,
      rx: 4,
    }),
    symbolTextView(
      node,
      { x: text, y: y + 3, class: "symbol", "text-anchor": anchor },
      " ",
      h(
        "tspan",
        { class: "number", dx: 1, dy: node.symbol[1] ? -4 : 0, "data-quantity": valueQuantity(node) },
        facts.brief,
      ),
    ),
    facts.slope !== null &&
      h(
        "text",
        {
          x: text,
          y: y + 20,
          class: "gradient",
          "text-anchor": anchor,
          "data-quantity": gradientQuantity(node),
        },
        withSign(facts.briefGradient),
      ),
    facts.slope !== null && needleView(facts.slope, left + NEEDLE_ROOM / 2, y + 5),
  );
}
