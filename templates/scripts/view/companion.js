/**
 * Beside the article, once one of its links has moved the lesson: the graph in small, the step, and what it finds.
 * One reads on, and sees what the text speaks of.
 */
import { layoutFor } from "./layout.js";
import { foundTexts, spokenSentence } from "./announce.js";
import { fill } from "./format.js";
import { gradientIsKnown, valueIsKnown } from "./graph/facts.js";
import { isInFocus } from "./graph/shapes.js";
import { h } from "./h.js";
import { valueQuantity } from "./mathml.js";
import { symbolText } from "./text.js";

/** @typedef {import("../model.js").Model} Model */

const WIDTH = 260;
const HEIGHT = 112;
const RADIUS = 14;
/** Of a larger graph nothing could be read in small. */
const MOST_CARDS = 24;
const MOST_FOUND = 2;

/**
 * @param {Model} model
 * @returns {import("./h.js").Element_}
 */
export function companionView(model) {
  const { words, state, step, lesson, explanation, current } = model;
  if (!state.companion) return h("div", {});
  const found = foundTexts(model);
  const button = (
    /** @type {string} */ action,
    /** @type {string} */ text,
    /** @type {string | null} */ name = null,
  ) => h("button", { type: "button", class: "quiet", "data-action": action, "aria-label": name }, text);
  return h(
    "div",
    { class: `companion ${current.phase}`, role: "group", "aria-label": words.companion.name },
    smallGraph(model),
    h(
      "div",
      { class: "companion-words" },
      h("p", { class: "companion-step" }, fill(words.step.count, { step, steps: lesson.steps.length })),
      h("p", {}, spokenSentence(model, explanation.title)),
      h(
        "p",
        { class: "number", translate: "no" },
        found.slice(0, MOST_FOUND).join(", "),
        found.length > MOST_FOUND && ", …",
      ),
    ),
    h(
      "div",
      { class: "companion-buttons" },
      button("back", "←", words.transport.back),
      button("next", "→", words.transport.next),
      button("to-lesson", words.companion.to_lesson),
      button("close-companion", "×", words.companion.close),
    ),
  );
}

/**
 * Where everything stands in the large drawing, drawn small: circles with symbols, and lines.
 * @param {Model} model
 */
function smallGraph(model) {
  const { graph, current } = model;
  const { cards, edges } = layoutFor(graph, "wide");
  if (cards.length === 0 || cards.length > MOST_CARDS) return null;
  const middles = cards.map(({ box }) => [box.x + box.width / 2, box.y + box.height / 2]);
  const along = (/** @type {0 | 1} */ axis, /** @type {number} */ room) => {
    const all = middles.map((middle) => middle[axis]);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const edge = RADIUS + 2;
    return (/** @type {number} */ at) =>
      Math.round(high > low ? edge + ((at - low) / (high - low)) * (room - 2 * edge) : room / 2);
  };
  const [toX, toY] = [along(0, WIDTH), along(1, HEIGHT)];
  const centres = new Map(cards.map(({ index }, k) => [index, [toX(middles[k][0]), toY(middles[k][1])]]));
  const stateOf = (/** @type {number} */ index) =>
    isInFocus(current, index)
      ? "focus"
      : gradientIsKnown(model, index)
        ? "backward"
        : valueIsKnown(model, index)
          ? "forward"
          : "";
  return h(
    "svg",
    { class: "small-graph", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    edges.map(({ from, to, weight }) => {
      const [start, end] = [centres.get(from), centres.get(to)];
      return (
        start &&
        end &&
        h("path", {
          class: weight >= 0 && isInFocus(current, weight) ? "focus" : null,
          d: `M${start.join(" ")}L${end.join(" ")}`,
        })
      );
    }),
    [...centres].map(([index, [x, y]]) =>
      h(
        "g",
        { class: stateOf(index), "data-quantity": valueQuantity(graph.nodes[index]) },
        h("circle", { cx: x, cy: y, r: RADIUS }),
        h("text", { x, y: y + 5 }, symbolText(graph.nodes[index])),
      ),
    ),
  );
}
