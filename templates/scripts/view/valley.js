/** The error of a difference quotient over ε, both on logarithmic scales, and the slider for ε under it. */
import { EXPONENT, EXPONENTS } from "../lesson/nudge.js";
import { fill, formatNumber, formatPower } from "./format.js";
import { h } from "./h.js";

const PLOT = { width: 300, height: 168, left: 48, right: 10, top: 10, bottom: 30 };
/** The plot is so many decades high, and a tick stands at every fourth. */
const DECADES = 16;
const TICK = 4;
/** Where both slopes of the valley are there to be named. */
const SLOPES = new Set(["truncation", "valley", "rounding"]);

/**
 * @param {any} words those of the tool
 * @param {import("../lesson/nudge.js").Valley} valley
 * @param {number} exponent the present ε
 * @param {string} symbol of the value, as a voice can read it
 * @returns {import("./h.js").Element_}
 */
export function valleyView(words, { errors, place }, exponent, symbol) {
  const largest = Math.max(...errors.filter(Number.isFinite));
  const top = Math.max(0, TICK * Math.ceil(Math.log10(largest || 1) / TICK));
  const x = (/** @type {number} */ power) => PLOT.left + ((power - EXPONENT.least) / (EXPONENT.most - EXPONENT.least)) * (PLOT.width - PLOT.left - PLOT.right);
  // No error at all is drawn on the floor: a logarithm has no place for it.
  const y = (/** @type {number} */ error) => {
    const down = Math.min((top - Math.log10(error)) / DECADES, 1);
    return PLOT.top + down * (PLOT.height - PLOT.top - PLOT.bottom);
  };
  let line = "";
  let pen = "M";
  errors.forEach((error, k) => {
    if (Number.isFinite(error)) line += `${pen}${x(EXPONENTS[k]).toFixed(1)} ${y(error).toFixed(1)}`;
    pen = Number.isFinite(error) ? "L" : "M";
  });
  const error = errors[EXPONENTS.indexOf(exponent)];
  const right = PLOT.width - PLOT.right;
  const floor = PLOT.height - PLOT.bottom;
  const powers = Array.from({ length: DECADES / TICK + 1 }, (_, k) => k * TICK);
  const name = fill(words.plot, { epsilon: formatPower(exponent), error: formatNumber(error) });
  return h("figure", { class: "valley" },
    h("svg", { viewBox: `0 0 ${PLOT.width} ${PLOT.height}`, role: "img", "aria-label": name },
      powers.map((power) => {
        const height = y(10 ** (top - power)).toFixed(1);
        return [h("path", { class: "axis", d: `M${PLOT.left} ${height}H${right}` }), h("text", { x: PLOT.left - 6, y: height, class: "of-y" }, formatPower(top - power))];
      }),
      powers.filter((power) => power <= -EXPONENT.least).map((power) =>
        h("text", { x: x(-power).toFixed(1), y: floor + 18, class: power === 0 ? "of-x last" : "of-x" }, formatPower(-power))),
      SLOPES.has(place) && [h("text", { x: PLOT.left + 6, y: PLOT.top + 14, class: "side" }, words.rounding), h("text", { x: right - 6, y: floor - 8, class: "side last" }, words.truncation)],
      h("path", { class: "present", d: `M${x(exponent).toFixed(1)} ${PLOT.top}V${floor}` }),
      h("path", { class: "value", d: line }),
      Number.isFinite(error) && h("circle", { cx: x(exponent).toFixed(1), cy: y(error).toFixed(1), r: 4.5 })),
    h("input", {
      type: "range", name: "nudge-eps", min: EXPONENT.least, max: EXPONENT.most, step: EXPONENT.step, value: exponent,
      "aria-label": fill(words.epsilon_name, { symbol }), "aria-valuetext": String(Number((10 ** exponent).toPrecision(3))), autocomplete: "off",
    }),
    h("figcaption", {}, words.error));
}
