/** Numbers over the updates of a run, with the present moment marked. */
import { formatBrief, formatPower } from "../format.js";
import { round } from "../graph/shapes.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";
import { leftFor, ticksBetween } from "../plot.js";

const WIDTH = 440;
/** The axis of numbers, with room for "−0.5" on a phone. */
const SCALE = { left: 62, letter: 15 };
const GAP = 6;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 28;
/** Numbers below this are drawn as this: a logarithm has no end. */
const LEAST = 1e-12;
/** So many decades are written beside the scale at most. */
const MOST_DECADES = 5;
/** More points than this a line cannot show; if there are many lines, fewer do. */
const MOST_POINTS = 400;
const MOST_OF_MANY = 130;
const MANY = 10;
/** Where the axis of time ends goes on in steps of this share of it, so that what is drawn over it can stay. */
const STEPS = 20;

/**
 * The round number at which the axis of time ends.
 * @param {number} updates
 */
export function endOfTime(updates) {
  const step = Math.max(10 ** Math.floor(Math.log10(updates)) / STEPS, 1);
  return Math.ceil(updates / step) * step;
}

/**
 * @typedef {object} ChartLine
 * @property {string} name a class of its style
 * @property {readonly [number, number][]} points update and number
 *
 * @typedef {object} Scale
 * @property {[number, number]} ends
 * @property {(number: number) => number} at where between them a number is drawn
 * @property {[number, string][]} ticks
 *
 * @typedef {import("../h.js").Element_ & {
 *   height: number, x: (update: number) => number, y: (number: number) => number, last: number, lines: ChartLine[],
 * }} Drawn
 *
 * @param {string} label what the drawing says, for those who do not see it
 * @param {number} height
 * @param {ChartLine[]} lines
 * @param {number} last the update at its right end
 * @param {string} axis
 * @param {(numbers: number[]) => Scale} [scaleOf]
 * @param {object} [pointed] attributes of what is pointed at
 * @param {number} [limit] points of a line, at most
 * @returns {Drawn}
 */
export function chart(
  label,
  height,
  lines,
  last,
  axis,
  scaleOf = logarithmic,
  pointed,
  limit = lines.length > MANY ? MOST_OF_MANY : MOST_POINTS,
) {
  const numbers = lines.flatMap(({ points }) => points.map(([, number]) => number));
  const { ends, at, ticks } = scaleOf(numbers.filter(Number.isFinite));
  const [low, high] = ends;
  const left = leftFor(
    SCALE,
    ticks.map(([, text]) => text),
  );
  const x = (/** @type {number} */ update) => left + ((WIDTH - left - RIGHT) * update) / last;
  const y = (/** @type {number} */ number) =>
    TOP + ((height - TOP - BOTTOM) * (high - at(number))) / (high - low);
  const drawn = h(
    "svg",
    {
      class: "run-chart",
      viewBox: `0 0 ${WIDTH} ${height}`,
      tabindex: pointed && 0,
      role: "img",
      "aria-label": label,
    },
    ticks.map(([number, text]) => [
      h("path", { class: "rule", d: `M${left} ${round(y(number))}H${WIDTH - RIGHT}` }),
      h("text", { class: "of-y", x: left - GAP, y: round(y(number)) }, text),
    ]),
    [
      ["", 0, "0"],
      ["middle", last / 2, axis],
      ["end", last, String(last)],
    ].map(([kind, update, text]) =>
      h("text", { class: `of-x ${kind}`, x: round(x(Number(update))), y: height - 5 }, text),
    ),
    lines.map(({ name, points }) =>
      h("path", {
        class: name,
        d: lineThrough(thinned(points, limit).map(([update, number]) => [x(update), y(number)])),
      }),
    ),
    pointed &&
      h("rect", {
        class: "sensed",
        x: left,
        y: TOP,
        width: WIDTH - left - RIGHT,
        height: height - TOP - BOTTOM,
        "data-reach": [0, last, ...ends].join(" "),
        ...pointed,
      }),
  );
  return { ...drawn, height, x, y, last, lines };
}

/**
 * The same with the present moment marked, and where each of a few lines then stands.
 * @param {Drawn} drawn
 * @param {number} now
 */
export function withPresent(drawn, now) {
  const { height, x, y, last, lines, children } = drawn;
  const across = round(x(Math.min(now, last)));
  const few = lines.length > MANY ? [] : lines;
  return {
    ...drawn,
    children: [
      ...children,
      h("path", { class: "present", d: `M${across} ${TOP}V${height - BOTTOM}` }),
      ...few.flatMap(({ name, points }) => {
        const point = points.findLast(([update, number]) => update <= now && Number.isFinite(number));
        return point
          ? h("circle", { class: name, cx: round(x(point[0])), cy: round(y(point[1])), r: 3.5 })
          : [];
      }),
    ],
  };
}

/**
 * Of numbers that follow each other, as many as a line can show.
 * @param {readonly number[]} numbers
 * @param {number} first the update of the first of them
 * @returns {[number, number][]}
 */
export function spaced(numbers, first) {
  const every = Math.ceil(numbers.length / MOST_POINTS) || 1;
  return Array.from({ length: Math.ceil(numbers.length / every) }, (_, k) => [
    first + k * every,
    numbers[k * every],
  ]);
}

/**
 * @param {readonly [number, number][]} points
 * @param {number} most
 */
function thinned(points, most) {
  const every = Math.ceil(points.length / most);
  return points.filter((_, k) => k % every === 0 || k === points.length - 1);
}

/**
 * Between powers of ten, at least one decade apart.
 * @param {number[]} numbers finite ones
 * @returns {Scale}
 */
function logarithmic(numbers) {
  const sizes = numbers.map((number) => Math.max(number, LEAST));
  const low = Math.floor(Math.log10(least(sizes, 0.1)));
  const high = Math.max(Math.ceil(Math.log10(most(sizes, 0.1))), low + 1);
  const every = Math.ceil((high - low) / MOST_DECADES);
  return {
    ends: [low, high],
    at: (number) => Math.log10(Math.max(number, LEAST)),
    ticks: Array.from({ length: high - low + 1 }, (_, k) => high - k)
      .filter((exponent) => (high - exponent) % every === 0)
      .map((exponent) => [10 ** exponent, formatPower(exponent)]),
  };
}

/**
 * From the least number to the largest.
 * @param {number[]} numbers finite ones
 * @returns {Scale}
 */
export function linear(numbers) {
  const [low, high] = [least(numbers, -1), most(numbers, 1)];
  const ends = /** @type {[number, number]} */ (low < high ? [low, high] : [low - 1, high + 1]);
  return {
    ends,
    at: (number) => number,
    ticks: ticksBetween(...ends).map((tick) => [tick, formatBrief(tick, true)]),
  };
}

// Of more numbers than can be arguments.
const least = (/** @type {number[]} */ numbers, /** @type {number} */ without) =>
  numbers.length > 0 ? numbers.reduce((one, other) => Math.min(one, other)) : without;
const most = (/** @type {number[]} */ numbers, /** @type {number} */ without) =>
  numbers.length > 0 ? numbers.reduce((one, other) => Math.max(one, other)) : without;
