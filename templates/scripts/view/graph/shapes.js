/** What the parts of the drawing are made of: numbers, lines, symbols, and the group that is one quantity. */
import { isChosen } from "../../lesson/steps.js";
import { isHidden } from "../../lesson/views.js";
import { fill } from "../format.js";
import { h } from "../h.js";
import { MOST_LETTERS } from "../layout/columns.js";
import { createMemory } from "../memory.js";
import { valueQuantity } from "../mathml.js";
import { pictureOf } from "../training/pictures.js";
import { spokenSymbol } from "../text.js";
import { factsOf, gradientIsKnown, valueIsKnown } from "./facts.js";
import { nodeMark } from "./onpath.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../layout.js").Point} Point
 * @typedef {import("../h.js").Element_} Element_
 */
/** How far beyond the letters their italics are. */
const ITALIC = { small: 0x1d44e - 0x61, capital: 0x1d434 - 0x41 };

/** @param {number} length */
export const round = (length) => Math.round(length * 100) / 100;

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
export const within = (value, least, most) => Math.min(Math.max(value, least), most);

/**
 * @param {Point} start
 * @param {Point} end
 */
export const linePath = (start, end) =>
  `M${round(start.x)} ${round(start.y)}L${round(end.x)} ${round(end.y)}`;

/**
 * A line, or a way through lanes: along them straight, and from one to another in a curve that leaves and
 * enters along them.
 * @param {{start: Point, end: Point, route?: Point[]}} edge
 * @param {import("../layout.js").Orientation} orientation
 * @param {boolean} [backward]
 */
export function edgePath({ start, end, route }, orientation, backward = false) {
  if (!route) return backward ? linePath(end, start) : linePath(start, end);
  return wayPath(backward ? [...route].reverse() : route, orientation);
}

/**
 * @param {Point[]} way
 * @param {import("../layout.js").Orientation} orientation
 * @param {Point[]} [like] where it is straight, if not where it is so itself
 */
function wayPath(way, orientation, like = way) {
  const points = way.map(({ x, y }) => ({ x: round(x), y: round(y) }));
  return points
    .map(({ x, y }, k) => {
      if (k === 0) return `M${x} ${y}`;
      if (like[k].x === like[k - 1].x || like[k].y === like[k - 1].y) return `L${x} ${y}`;
      const before = points[k - 1];
      const [mx, my] = [round((x + before.x) / 2), round((y + before.y) / 2)];
      return orientation !== "tall"
        ? `C${mx} ${before.y} ${mx} ${y} ${x} ${y}`
        : `C${before.x} ${my} ${x} ${my} ${x} ${y}`;
    })
    .join("");
}

/**
 * A band along the same way, as wide as it is said at its start and at its end.
 * @param {{start: Point, end: Point, route?: Point[]}} edge
 * @param {import("../layout.js").Orientation} orientation
 * @param {number} first width at the start
 * @param {number} last width at the end
 */
export function ribbonPath({ start, end, route }, orientation, first, last) {
  const way = route ?? [start, end];
  const lengths = way.map((point, k) =>
    k === 0 ? 0 : Math.hypot(point.x - way[k - 1].x, point.y - way[k - 1].y),
  );
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
  const [wide, high] = [Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
  // Its sides lie beside it across the flow; a straight line's may lie along it.
  const axis = (route ? orientation === "tall" : high > wide) ? "x" : "y";
  const side = (/** @type {number} */ sign) => {
    let passed = 0;
    return way.map((point, k) => {
      passed += lengths[k];
      return { ...point, [axis]: point[axis] + (sign * (first + ((last - first) * passed) / whole)) / 2 };
    });
  };
  // Without a route it is straight, whatever it leads to.
  const like = route ?? [start, start];
  const there = wayPath(side(-1), orientation, like);
  const back = wayPath(side(1).reverse(), orientation, [...like].reverse());
  return `${there}L${back.slice(1)}Z`;
}

/**
 * A symbol that is too long for a card or an axis is cut; who points at it is told all of it.
 * @param {import("../../engine/graph.js").GraphNode} node
 */
export function cut(node) {
  const [base] = node.symbol;
  if (base.length <= MOST_LETTERS) return node;
  return { ...node, symbol: /** @type {[string, string]} */ ([`${base.slice(0, MOST_LETTERS - 1)}…`, ""]) };
}

/**
 * A node's symbol in SVG text: mathematical italics, the subscript lower and smaller.
 * @param {import("../../lesson/formula.js").Named} node
 * @param {Record<string, string | number>} attributes
 * @param {...import("../h.js").Child} after
 */
export function symbolTextView({ symbol: [base, subscript] }, attributes, ...after) {
  return h(
    "text",
    attributes,
    h("tspan", { class: "letter" }, italicLetters(base)),
    subscript && h("tspan", { class: "subscript", dy: 4 }, subscript),
    ...after,
  );
}

/**
 * Mathematical italic letters, since a slanted upright would be another letter; functions stay upright.
 * @param {string} base
 */
export function italicLetters(base) {
  return base
    .normalize("NFD")
    .replace(/[a-zA-Z]+[ (]|[a-zA-Z]/g, (letter) =>
      letter.length > 1
        ? letter
        : letter === "h"
          ? "ℎ"
          : String.fromCodePoint(letter.charCodeAt(0) + (letter >= "a" ? ITALIC.small : ITALIC.capital)),
    );
}

/**
 * What is asked of every node at every drawing, and depends on the step alone.
 * @type {WeakMap<object, Set<number>>}
 */
const focusSets = new WeakMap();

/**
 * Whether a step is about a node.
 * @param {import("../../lesson/steps.js").Step} step
 * @param {number} index
 */
export function isInFocus(step, index) {
  if (step.kind === "leaves") return false;
  const found = focusSets.get(step) ?? new Set(step.focus);
  focusSets.set(step, found);
  return found.has(index);
}

/** @type {ReturnType<typeof createMemory<string>>} */
const nameOf = createMemory();

const ITALIC_LETTER = /[ℎ\u{1d434}-\u{1d467}]/gu;

/**
 * The texts of a drawing in their order, in letters that voices know.
 * @param {import("../h.js").Child} drawn
 * @returns {string[]}
 */
function textsOf(drawn) {
  if (Array.isArray(drawn)) return drawn.flatMap(textsOf);
  if (!drawn || typeof drawn !== "object") return [];
  if (drawn.tag === "text") {
    return [lettersOf(drawn).replace(ITALIC_LETTER, (letter) => letter.normalize("NFKC"))];
  }
  return textsOf(drawn.children);
}

/**
 * @param {Element_ | string} drawn
 * @returns {string}
 */
const lettersOf = (drawn) => (typeof drawn === "string" ? drawn : drawn.children.map(lettersOf).join(""));

/** @type {ReturnType<typeof createMemory<Element_>>} */
const keptDrawing = createMemory();

/**
 * The drawing of a node, which is kept as long as all that it shows stays as it is.
 * @param {Model} model
 * @param {object} place of the layout: a card, an edge, a tag
 * @param {number} index
 * @param {() => Element_} draw
 */
export const kept = (model, place, index, draw) =>
  keptDrawing(
    place,
    [
      model.words,
      model.values[index],
      valueIsKnown(model, index),
      gradientIsKnown(model, index) && model.gradients[index],
      isInFocus(model.current, index),
      nodeMark(model, index),
      model.still,
      isHidden(model.state, "sliders"),
      pictureOf(model, index),
    ],
    draw,
  );

/**
 * A node as something to point at, to focus and to choose.
 * @param {Model} model
 * @param {number} index
 * @param {string} kind
 * @param {...import("../h.js").Child} children
 */
export function quantityGroup(model, index, kind, ...children) {
  const { graph, words, current } = model;
  const node = graph.nodes[index];
  const facts = factsOf(model, index);
  const name = nameOf(node, [words], () => fill(words.role[node.role], { symbol: spokenSymbol(node) }));
  const seen = textsOf(children).join(" ");
  const phrase = (seen ? words.graph.seen : words.graph)[
    !facts.known ? "unknown" : facts.gradient === null ? "known" : "with_gradient"
  ];
  return h(
    "g",
    {
      class: `${kind} ${facts.state}${isInFocus(current, index) ? " focus" : ""}${nodeMark(model, index)}`,
      ...(model.still || node.role === "constant" ? { role: "img" } : { role: "button", tabindex: -1 }),
      // Who speaks to a computer says what is seen.
      "aria-label": fill(phrase, { seen, name, value: facts.value, gradient: facts.gradient ?? "" }),
      "data-node": node.name,
      "data-quantity": valueQuantity(node),
      "data-go": node.name,
      "data-turn": !model.still && isChosen(node) && !isHidden(model.state, "sliders") ? node.name : null,
    },
    // Texts of their own are not one word.
    ...children.flatMap((child) => [child, " "]),
  );
}
