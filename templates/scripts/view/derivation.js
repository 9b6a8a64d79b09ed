/** A formula in symbols, with numbers, and what comes out, line by line. */
import { h } from "./h.js";
import { mathChunks, toMath } from "./mathml.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/** Of a longer sum, so many terms are written at its beginning and at its end. */
const MOST_TERMS = 40;
const TERMS_SHOWN = [10, 4];

/**
 * @param {Model} model
 * @param {import("../lesson/explain.js").Derivation} derivation
 */
export function derivationView({ words }, { left, lines }) {
  const isSum = lines[0]?.formula.type === "sum";
  const isChained = lines.some(({ name }) => name === "chain");
  return h(
    "div",
    { class: `derivation${isSum ? " summed" : ""}${isChained ? " chained" : ""}`, role: "group" },
    lines.map(({ name, formula }, position) =>
      h(
        "div",
        { class: `line ${name}` },
        h("span", { class: "line-name" }, words.line[name]),
        h(
          "span",
          { class: "left" },
          position === 0 && h("math", { displaystyle: "true" }, toMath(left, words.part)),
        ),
        h(
          "span",
          { class: "formula" },
          // Between two rows, if empty ones: alone, Firefox gives the sign no room.
          h("math", {}, h("mrow", {}), h("mo", {}, "="), h("mrow", {})),
          " ",
          abridgedSum(mathChunks(formula, words.part), words),
        ),
      ),
    ),
  );
}

/**
 * A long sum: its beginning and its end.
 * @param {Element_[]} chunks
 * @param {any} words
 */
function abridgedSum(chunks, words) {
  const [first, last] = TERMS_SHOWN;
  if (chunks.length <= MOST_TERMS) return chunks;
  const plus = (/** @type {Element_} */ chunk) =>
    /** @type {Element_} */ (chunk.children[0]).children[0] === "+";
  const until = chunks.findIndex((chunk, k) => k >= first && plus(chunk));
  const since = chunks.findLastIndex((chunk, k) => k <= chunks.length - last && plus(chunk));
  if (until < 0 || since <= until) return chunks;
  return [
    ...chunks.slice(0, until),
    h("span", { class: "omitted" }, ` ${words.line.terms} `),
    ...chunks.slice(since),
  ];
}
