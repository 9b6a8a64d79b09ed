/** Numbers over the updates of a run, on a logarithmic scale, with the present moment marked. */
import { formatPower } from "../format.js";
import { round } from "../graph/shapes.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";

const WIDTH = 440;
const LEFT = 46;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 24;
/** Numbers below this are drawn as this: a logarithm has no end. */
const LEAST = 1e-12;
/** So many decades are written beside the scale at most. */
const MOST_DECADES = 5;
/** More points than this a line cannot show. */
const MOST_POINTS = 400;

/**
 * @typedef {object} ChartLine
 * @property {string} name a class of its style
 * @property {readonly [number, number][]} points update and number
 *
 * @param {string} label what the drawing says, for those who do not see it
 * @param {number} height
 * @param {ChartLine[]} lines
 * @param {number} last the update at its right end
 * @param {number} now the present one
 * @param {string} axis
 * @returns {import("../h.js").Element_}
 */
export function chart(label, height, lines, last, now, axis) {
  const [low, high] = decadesOf(lines.flatMap(({ points }) => points.map(([, number]) => number)));
  const x = (/** @type {number} */ update) => LEFT + ((WIDTH - LEFT - RIGHT) * update) / last;
  const y = (/** @type {number} */ number) =>
    TOP + ((height - TOP - BOTTOM) * (high - Math.log10(Math.max(number, LEAST)))) / (high - low);
  const every = Math.ceil((high - low) / MOST_DECADES);
  const decades = Array.from({ length: high - low + 1 }, (_, k) => low + k).filter(
    (exponent) => (high - exponent) % every === 0,
  );
  return h(
    "svg",
    { class: "run-chart", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label },
    decades.map((exponent) => [
      h("path", { class: "rule", d: `M${LEFT} ${round(y(10 ** exponent))}H${WIDTH - RIGHT}` }),
      h("text", { class: "of-y", x: LEFT - 6, y: round(y(10 ** exponent)) }, formatPower(exponent)),
    ]),
    [
      ["", 0, "0"],
      ["middle", last / 2, axis],
      ["end", last, String(last)],
    ].map(([kind, update, text]) =>
      h("text", { class: `of-x ${kind}`, x: round(x(Number(update))), y: height - 5 }, text),
    ),
    h("path", { class: "present", d: `M${round(x(Math.min(now, last)))} ${TOP}V${height - BOTTOM}` }),
    lines.map(({ name, points }) =>
      h("path", {
        class: name,
        d: lineThrough(thinned(points).map(([update, number]) => [x(update), y(number)])),
      }),
    ),
  );
}

/** @param {readonly [number, number][]} points */
function thinned(points) {
  const every = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, k) => k % every === 0 || k === points.length - 1);
}

/**
 * The powers of ten around some numbers, at least one decade apart.
 * @param {number[]} numbers
 * @returns {[number, number]}
 */
function decadesOf(numbers) {
  let [least, most] = [Infinity, LEAST];
  for (const number of numbers) {
    if (!Number.isFinite(number)) continue;
    least = Math.min(least, Math.max(number, LEAST));
    most = Math.max(most, number);
  }
  if (least === Infinity) return [-1, 0];
  const low = Math.floor(Math.log10(least));
  return [low, Math.max(Math.ceil(Math.log10(most)), low + 1)];
}
