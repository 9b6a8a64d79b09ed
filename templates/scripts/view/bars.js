/** Bars on logarithmic scales. The number stands beside each; the bar is for the eye alone. */
import { signClass } from "./graph/facts.js";
import { round } from "./graph/shapes.js";
import { h } from "./h.js";

const BAR = { width: 64, height: 10 };

/**
 * How many powers of ten apart from 1 the farthest of these numbers lies; zeros and infinities have no such
 * place.
 * @param {number[]} numbers
 */
export const decadesAround1 = (numbers) =>
  numbers.reduce((most, number) => {
    const decades = Math.abs(Math.log10(Math.abs(number)));
    return Number.isFinite(decades) ? Math.max(most, Math.ceil(decades)) : most;
  }, 1);

/**
 * A factor: left of the middle it shrinks what it multiplies, right of it it enlarges; 0 and ∞ reach the end.
 * @param {number} factor
 * @param {number} reach decades to either side
 */
export function factorBar(factor, reach) {
  const middle = BAR.width / 2;
  const decades = Math.min(Math.max(Math.log10(Math.abs(factor)), -reach), reach);
  const length = Number.isNaN(decades) ? 0 : (decades / reach) * middle;
  return bar(
    middle,
    length,
    signClass(factor),
    h("path", { class: "axis", d: `M${middle} 0V${BAR.height}` }),
    factor === 0 && h("path", { class: "zero", d: `M1 0V${BAR.height}` }),
  );
}

/**
 * A size between two powers of ten, from the left.
 * @param {number} decades the logarithm
 * @param {number} low
 * @param {number} high
 */
export const sizeBar = (decades, low, high) =>
  bar(0, Number.isFinite(decades) ? ((decades - low) / Math.max(high - low, 1)) * BAR.width : 0, "size");

/**
 * @param {number} start
 * @param {number} length to the left where negative
 * @param {string} kind
 * @param {...import("./h.js").Child} more
 */
function bar(start, length, kind, ...more) {
  return h(
    "svg",
    {
      class: "bar",
      viewBox: `0 0 ${BAR.width} ${BAR.height}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    h("path", { class: "track", d: `M0 ${BAR.height / 2}H${BAR.width}` }),
    h("rect", {
      class: kind,
      x: round(Math.min(start, start + length)),
      y: 1,
      width: round(Math.abs(length)),
      height: BAR.height - 2,
    }),
    ...more,
  );
}
