/** The computation graph as SVG: cards for values, lines for what flows, weights and biases where they act. */
import { flowOf } from "../lesson/steps.js";
import { fill, formatGiven, formatNumber } from "./format.js";
import { h } from "./h.js";
import { WRITTEN } from "../lesson/operations.js";
import { gradientQuantity, valueQuantity } from "./mathml.js";
import { spokenSymbol } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./layout.js").Layout} Layout
 * @typedef {import("./h.js").Element_} Element_
 */
const ITALIC = { a: 0x1d44e, A: 0x1d434 };
/** About what a letter of a label takes. */
const LETTER_WIDTH = 7.4;
/** The widest line a weight can have, and how fast it gets there. */
const STROKE = { least: 1.25, perUnit: 1.75, most: 6 };

/** @param {Model} model @returns {Element_} */
export function graphView(model) {
  const { layout, words } = model;
  return h("svg", {
    key: layout.orientation,
    class: `graph ${model.current.phase}`,
    viewBox: `0 0 ${round(layout.width)} ${round(layout.height)}`,
    role: "group",
    "aria-label": words.graph.name,
    "data-roving": "graph",
  },
  h("g", { class: "headings", "aria-hidden": "true" }, layout.headings.map(({ role, at }) =>
    h("text", { x: round(at.x), y: round(at.y), class: "heading", transform: layout.orientation === "tall" ? `rotate(-90 ${round(at.x)} ${round(at.y)})` : null },
      words.heading[role] ?? ""))),
  h("g", { class: "edges" }, layout.edges.map((edge) => edgeLine(model, edge)), layout.tags.map((tag) => tagLine(model, tag))),
  h("g", { class: "flow", "aria-hidden": "true", key: String(model.step) }, flowLines(model)),
  quantitiesInOrder(model));
}

/** Everything that can be focused, in the order in which it is computed. @param {Model} model */
function quantitiesInOrder(model) {
  const { graph, layout } = model;
  const drawn = new Map([
    ...layout.cards.map((card) => /** @type {const} */ ([card.index, () => cardView(model, card)])),
    ...layout.tags.map((tag) => /** @type {const} */ ([tag.index, () => tagView(model, tag)])),
    ...layout.edges.flatMap((edge) => (edge.weight >= 0 ? [/** @type {const} */ ([edge.weight, () => labelView(model, edge)])] : [])),
  ]);
  const operations = layout.edges.flatMap((edge) => {
    const text = edge.weight < 0 && graph.nodes[edge.from].role !== "target" ? WRITTEN[graph.nodes[edge.to].op].label : "";
    return text && edge.label ? [operationView(text, edge, layout)] : [];
  });
  return h("g", { class: "quantities" }, operations, graph.nodes.map((_, index) => drawn.get(index)?.()));
}

/** @param {Model} model @param {import("./layout.js").Edge} edge */
function edgeLine({ graph, values }, { from, to, weight, start, end }) {
  const weighted = weight >= 0;
  const size = weighted ? Math.min(STROKE.least + STROKE.perUnit * Math.abs(values[weight]), STROKE.most) : STROKE.least;
  return h("g", {
    class: weighted ? `edge ${signClass(values[weight])}` : "edge",
    "data-edge": `${graph.nodes[from].name}-${graph.nodes[to].name}`,
    // Pointing at an edge means its weight; where there is none, the value that flows along it.
    "data-quantity": valueQuantity(graph.nodes[weighted ? weight : from]),
    "data-go": weighted ? graph.nodes[weight].name : graph.nodes[to].name,
  },
  h("path", { class: "reach", d: linePath(start, end) }),
  h("path", { class: "line", d: linePath(start, end), "stroke-width": size.toFixed(2) }));
}

/** @param {Model} model @param {import("./layout.js").Tag} tag */
function tagLine({ graph, values }, { index, of, from, to }) {
  return h("g", {
    class: `edge ${signClass(values[index])}`,
    "data-edge": `${graph.nodes[index].name}-${graph.nodes[of].name}`,
    "data-quantity": valueQuantity(graph.nodes[index]),
    "data-go": graph.nodes[index].name,
  }, h("path", { class: "line", d: linePath(from, to), "stroke-width": STROKE.least }));
}

/** @param {Model} model */
function flowLines({ graph, layout, current }) {
  const moving = new Set(flowOf(graph, current).map(([from, to]) => `${from}-${to}`));
  const backward = current.phase === "backward";
  const lines = [
    ...layout.edges.flatMap((edge) => (moving.has(`${edge.from}-${edge.to}`) || moving.has(`${edge.weight}-${edge.to}`) ? [edge] : [])),
    ...layout.tags.flatMap((tag) => (moving.has(`${tag.index}-${tag.of}`) ? [{ start: tag.from, end: tag.to }] : [])),
  ];
  return lines.map(({ start, end }) => h("path", { d: backward ? linePath(end, start) : linePath(start, end) }));
}

/** @param {Model} model @param {import("./layout.js").Card} card */
function cardView(model, { index, box }) {
  const { graph } = model;
  const node = graph.nodes[index];
  const facts = factsOf(model, index);
  const center = round(box.x + box.width / 2);
  return quantityGroup(model, index, "card",
    h("rect", { x: round(box.x), y: round(box.y), width: box.width, height: box.height, rx: 10 }),
    symbolTextView(node, { x: center, y: round(box.y + 24), class: "symbol" }),
    facts.known && h("text", { x: center, y: round(box.y + 43), class: "number", "data-quantity": valueQuantity(node) }, facts.value),
    facts.gradient !== null && h("text", { x: center, y: round(box.y + 59), class: "gradient", "data-quantity": gradientQuantity(node) }, `∂ ${facts.gradient}`));
}

/** @param {Model} model @param {import("./layout.js").Edge} edge */
function labelView(model, { weight, label, start, end }) {
  const at = label ?? { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  return smallLabel(model, weight, at, "middle", label === null);
}

/** @param {Model} model @param {import("./layout.js").Tag} tag */
const tagView = (model, { index, at }) => smallLabel(model, index, at, "start", false);

/** Symbol and number of a parameter, and its gradient beneath. @param {Model} model @param {number} index @param {import("./layout.js").Point} at @param {"middle" | "start"} anchor @param {boolean} onDemand */
function smallLabel(model, index, at, anchor, onDemand) {
  const node = model.graph.nodes[index];
  const facts = factsOf(model, index);
  const [x, y] = [round(at.x), round(at.y)];
  const width = LETTER_WIDTH * (2 + 0.7 * node.symbol[1].length + facts.value.length) + 6;
  const left = anchor === "middle" ? at.x - width / 2 : at.x - 4;
  const beside = anchor === "start" && model.layout.orientation === "wide";
  const second = facts.gradient === null ? null : h("text", {
    x: beside ? round(left + width + 6) : x, y: beside ? y + 3 : y + 18, class: "gradient", "text-anchor": anchor, "data-quantity": gradientQuantity(node),
  }, `∂ ${facts.gradient}`);
  return quantityGroup(model, index, onDemand ? "parameter on-demand" : "parameter",
    h("rect", { class: "reach", x: round(left - 14), y: y - 13, width: round(width + 28), height: 26 }),
    h("rect", { class: "ground", x: round(left), y: y - 10, width: round(width), height: 18, rx: 4 }),
    symbolTextView(node, { x, y: y + 3, class: "symbol", "text-anchor": anchor },
      h("tspan", { class: "number", dx: 5, dy: node.symbol[1] ? -4 : 0, "data-quantity": valueQuantity(node) }, facts.value)),
    second);
}

/** @param {Model} model @param {number} index @param {string} kind @param {...import("./h.js").Child} children */
function quantityGroup(model, index, kind, ...children) {
  const { graph, words } = model;
  const node = graph.nodes[index];
  const facts = factsOf(model, index);
  const name = fill(words.role[node.role], { symbol: spokenSymbol(node) });
  const phrase = !facts.known ? words.graph.unknown : facts.gradient === null ? words.graph.known : words.graph.with_gradient;
  return h("g", {
    class: `${kind} ${facts.state}${model.current.focus.includes(index) && model.current.kind !== "leaves" ? " focus" : ""}`,
    role: "button",
    tabindex: -1,
    "aria-label": fill(phrase, { name, value: facts.value, gradient: facts.gradient ?? "" }),
    "data-node": node.name,
    "data-quantity": valueQuantity(node),
    "data-go": node.name,
  }, ...children);
}

/** What of a node the present step may show. @param {Model} model @param {number} index */
export function factsOf({ graph, lesson, values, gradients, step }, index) {
  const node = graph.nodes[index];
  const known = lesson.valueStep[index] <= step;
  const found = lesson.gradientStep[index];
  return {
    known,
    state: node.op === "leaf" ? "given" : known ? "known" : "unknown",
    value: node.op === "leaf" ? formatGiven(values[index]) : formatNumber(values[index]),
    gradient: found > 0 && found <= step ? formatNumber(gradients[index]) : null,
  };
}

/** @param {string} text @param {import("./layout.js").Edge} edge @param {Layout} layout */
function operationView(text, { label }, { orientation }) {
  const at = /** @type {import("./layout.js").Point} */ (label);
  return orientation === "wide"
    ? h("text", { class: "operation", x: round(at.x), y: round(at.y - 7), "text-anchor": "middle", "aria-hidden": "true" }, text)
    : h("text", { class: "operation", x: round(at.x - 7), y: round(at.y + 4), "text-anchor": "end", "aria-hidden": "true" }, text);
}

/** A node's symbol in SVG text: mathematical italics, the subscript lower and smaller. @param {import("../lesson/formula.js").Named} node @param {Record<string, string | number>} attributes @param {...Element_} after */
function symbolTextView({ symbol: [base, subscript] }, attributes, ...after) {
  return h("text", attributes, h("tspan", { class: "letter" }, italic(base)),
    subscript && h("tspan", { class: "subscript", dy: 4 }, subscript), ...after);
}

/** Mathematical italic letters, since a slanted upright would be another letter. @param {string} base */
function italic(base) {
  return base.normalize("NFD").replace(/[a-zA-Z]/g, (letter) => {
    if (letter === "h") return "ℎ";
    const first = letter >= "a" ? "a" : "A";
    return String.fromCodePoint(ITALIC[first] + letter.charCodeAt(0) - first.charCodeAt(0));
  });
}

/** @param {number} value */
const signClass = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "zero");

/** @param {import("./layout.js").Point} start @param {import("./layout.js").Point} end */
const linePath = (start, end) => `M${round(start.x)} ${round(start.y)}L${round(end.x)} ${round(end.y)}`;

/** @param {number} length */
const round = (length) => Math.round(length * 100) / 100;
