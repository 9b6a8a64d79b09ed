/**
 * A weight or a bias beside its track (layout/terms.js): its needle, its symbol, its number and its gradient.
 *
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../layout.js").Point} Point
 */
import { layoutOf } from "../layout.js";
import { h } from "../h.js";
import { termBox, trackOf } from "../layout/terms.js";
import { gradientQuantity, valueQuantity } from "../mathml.js";
import { factsOf } from "./facts.js";
import { needleView } from "./needle.js";
import { quantityGroup, round, symbolTextView } from "./shapes.js";

/**
 * A gradient with its sign before it, but for a long one.
 * @param {string | null} brief
 */
export const withSign = (brief) => (brief?.includes("×") ? brief : `∂ ${brief}`);

/**
 * What is written of a term and where, from the beginning of its track: needle, symbol, number, gradient.
 * Side by side the numbers end in columns; where one is written with a power of ten, the others make room.
 * @type {Record<import("../layout.js").Orientation, (facts: ReturnType<typeof factsOf>, track: ReturnType<typeof
 *   trackOf>) => Record<"needle" | "symbol" | "number" | "gradient", Spot>>}
 * @typedef {{x: number, y: number, anchor?: "end"}} Spot
 */
const WRITING = {
  broad({ brief, briefGradient }, { along, extra }) {
    const end = along - 6;
    const number =
      end - Math.max(TERM_COLUMNS.gradient, widthOf(withSign(briefGradient ?? ""), TERM_SIZES.gradient)) - 7;
    const symbol =
      number - Math.max(TERM_COLUMNS.number, widthOf(brief, TERM_SIZES.number)) - TERM_COLUMNS.symbol - extra;
    return {
      needle: { x: symbol - 9, y: -13 },
      symbol: { x: symbol, y: -8 },
      number: { x: number, y: -8, anchor: "end" },
      gradient: { x: end, y: -8, anchor: "end" },
    };
  },
  wide: (_, { along }) => ({
    needle: { x: 9, y: 14 },
    symbol: { x: 1, y: -8 },
    number: { x: along - 3, y: -8, anchor: "end" },
    gradient: { x: along - 3, y: 17, anchor: "end" },
  }),
  tall: (_, { extra }) => ({
    needle: { x: 46 + extra, y: 14 },
    symbol: { x: 6, y: 16 },
    number: { x: 6, y: 34 },
    gradient: { x: 6, y: 51 },
  }),
};
/** What numbers of the usual length take, and a symbol with its subscript. */
const TERM_COLUMNS = { gradient: 60, number: 53, symbol: 33 };
const TERM_SIZES = { number: 14, gradient: 13.2 };
/**
 * Widths of the letters that numbers are made of, in ems of a wide face; of a digit for all others.
 * @type {Record<string, number>}
 */
const LETTER_EMS = { ".": 0.32, " ": 0.32, "∂": 0.52, "⁻": 0.44, "⁰": 0.4, "−": 0.84, "×": 0.84 };
const DIGIT_EMS = 0.636;
const SUPERSCRIPT_DIGIT = /[⁰¹²³⁴-⁹]/;

/**
 * @param {string} text
 * @param {number} size
 */
const widthOf = (text, size) =>
  [...text].reduce(
    (sum, letter) => sum + size * (LETTER_EMS[SUPERSCRIPT_DIGIT.test(letter) ? "⁰" : letter] ?? DIGIT_EMS),
    0,
  );

/**
 * A weight or bias beside its track.
 * @param {Model} model
 * @param {number} index
 * @param {Point} at where its track begins
 */
export function termView(model, index, at) {
  const node = model.graph.nodes[index];
  const facts = factsOf(model, index);
  const { orientation } = layoutOf(model);
  const spots = WRITING[orientation](facts, trackOf(model.graph, orientation));
  const place = (/** @type {Spot} */ { x, y, anchor }) => ({
    x: round(at.x + x),
    y: round(at.y + y),
    "text-anchor": anchor ?? "start",
  });
  const box = termBox(at, model.graph, orientation);
  return quantityGroup(
    model,
    index,
    "parameter term",
    h("rect", {
      class: "reach",
      x: round(box.x),
      y: round(box.y),
      width: box.width,
      height: box.height,
      rx: 4,
    }),
    symbolTextView(node, { ...place(spots.symbol), class: "symbol" }),
    h("text", { ...place(spots.number), class: "number", "data-quantity": valueQuantity(node) }, facts.brief),
    facts.slope !== null &&
      h(
        "text",
        { ...place(spots.gradient), class: "gradient", "data-quantity": gradientQuantity(node) },
        // From top to bottom there is room for the number alone; the needle beside it says what it is.
        orientation === "tall" ? facts.briefGradient : withSign(facts.briefGradient),
      ),
    facts.slope !== null && needleView(facts.slope, at.x + spots.needle.x, at.y + spots.needle.y),
  );
}
