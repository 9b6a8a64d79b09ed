/** The error of a difference quotient over ε, both on logarithmic scales, and the slider for ε under it. */
import { EXPONENT, EXPONENTS } from "../lesson/nudge.js";
import { fill, formatNumber, formatPower } from "./format.js";
import { round } from "./graph/shapes.js";
import { h } from "./h.js";
import { lineThrough } from "./line.js";

/** Within 300 × 168. */
const LEFT = 48;
const RIGHT = 290;
const TOP = 10;
const FLOOR = 138;
/** The plot is so many decades high, with a tick at every fourth. */
const DECADES = 16;
const TICKS = [0, 4, 8, 12, 16];
/** Where both slopes of the valley are there to be named. */
const SLOPES = new Set(["truncation", "valley", "rounding"]);

/**
 * @param {any} words those of the tool
 * @param {import("../lesson/nudge.js").Valley} valley
 * @param {number} exponent the present ε
 * @param {number} error there
 * @param {string} symbol of the value, as a voice can read it
 * @returns {import("./h.js").Element_}
 */
export function valleyView(words, { errors, place }, exponent, error, symbol) {
  const largest = Math.max(...errors.filter(Number.isFinite));
  const top = Math.max(0, 4 * Math.ceil(Math.log10(largest || 1) / 4));
  const x = (/** @type {number} */ power) => round(LEFT + (1 - power / EXPONENT.least) * (RIGHT - LEFT));
  // No error at all is drawn on the floor: a logarithm has no place for it.
  const y = (/** @type {number} */ off) =>
    round(TOP + Math.min((top - Math.log10(off)) / DECADES, 1) * (FLOOR - TOP));
  return h(
    "figure",
    { class: "plot valley" },
    h(
      "svg",
      {
        viewBox: "0 0 300 168",
        role: "img",
        "aria-label": fill(words.plot, { epsilon: formatPower(exponent), error: formatNumber(error) }),
      },
      TICKS.map((tick) => {
        const height = y(10 ** (top - tick));
        return [
          h("path", { class: "axis", d: `M${LEFT} ${height}H${RIGHT}` }),
          h("text", { x: LEFT - 6, y: height, class: "end of-y" }, formatPower(top - tick)),
        ];
      }),
      TICKS.filter((tick) => tick <= -EXPONENT.least).map((tick) =>
        h("text", { x: x(-tick), y: FLOOR + 18, class: tick === 0 ? "end" : "of-x" }, formatPower(-tick)),
      ),
      SLOPES.has(place) && [
        h("text", { x: LEFT + 6, y: TOP + 14 }, words.rounding),
        h("text", { x: RIGHT - 6, y: FLOOR - 8, class: "end" }, words.truncation),
      ],
      h("path", { class: "present", d: `M${x(exponent)} ${TOP}V${FLOOR}` }),
      h("path", {
        class: "curve value",
        d: lineThrough(Array.from(errors, (each, k) => [x(EXPONENTS[k]), y(each)])),
      }),
      Number.isFinite(error) && h("circle", { class: "value", cx: x(exponent), cy: y(error), r: 4.5 }),
    ),
    h("input", {
      type: "range",
      "data-field": "nudge-eps",
      min: EXPONENT.least,
      max: EXPONENT.most,
      step: EXPONENT.step,
      value: exponent,
      "aria-label": fill(words.epsilon_name, { symbol }),
      "aria-valuetext": String(Number((10 ** exponent).toPrecision(3))),
      autocomplete: "off",
    }),
    h("figcaption", {}, words.error),
  );
}
