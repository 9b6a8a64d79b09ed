/**
 * A plot with axes that have names and ticks: where a number stands in it, and what is drawn in every plot.
 *
 * @typedef {import("../h.js").Element_} Element_
 * @typedef {object} Axis
 * @property {readonly [number, number]} reach
 * @property {readonly number[]} ticks
 * @property {string} name
 * @property {boolean} [logarithmic]
 *
 * @typedef {object} Plot
 * @property {(at: number) => number} toX
 * @property {(height: number) => number} toY
 * @property {(samples: readonly {at: number, value: number}[], kind: string) => Element_} curve
 * @property {(at: number, height: number, kind: string) => Element_ | false} dot nothing where a number is
 *   none
 * @property {(at: number, height: number, slope: number, kind: string) => Element_ | false} tangent likewise
 * @property {(name: string, ...inside: import("../h.js").Child[]) => Element_} svg
 */
import { formatGiven, formatPower } from "../format.js";
import { within } from "../graph/shapes.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";

/** Of a plot that stands alone. */
export const LARGE = { width: 340, height: 244 };
const LEFT = 42;
const RIGHT = 12;
/** The name of the upper axis stands above its highest number. */
const TOP = 30;
const BOTTOM = 42;
/** A tangent reaches so far to either side of its point, in units of the drawing. */
const TANGENT = 75;

/**
 * Tenths are enough to draw with.
 * @param {number} length
 */
const round = (length) => Math.round(length * 10) / 10;

/**
 * @param {Axis} across
 * @param {Axis} up
 * @param {{width: number, height: number}} [size]
 * @returns {Plot}
 */
export function plotOf(across, up, { width, height } = { width: 320, height: 224 }) {
  const place = (/** @type {Axis} */ { reach, logarithmic }) => {
    const scale = logarithmic ? Math.log10 : (/** @type {number} */ x) => x;
    const [low, high] = reach.map(scale);
    return (/** @type {number} */ number) => (scale(number) - low) / (high - low);
  };
  const [partX, partY] = [place(across), place(up)];
  const toX = (/** @type {number} */ at) => round(LEFT + partX(at) * (width - LEFT - RIGHT));
  const toY = (/** @type {number} */ number) =>
    round(height - BOTTOM - partY(number) * (height - TOP - BOTTOM));
  const held = (/** @type {number} */ number) => within(number, ...up.reach);
  const label = (/** @type {Axis} */ { logarithmic }, /** @type {number} */ tick) =>
    logarithmic ? formatPower(Math.log10(tick)) : formatGiven(tick);
  const frame = [
    h("path", { class: "axis", d: `M${LEFT} ${TOP}V${height - BOTTOM}H${width - RIGHT}` }),
    h(
      "g",
      { class: "middle" },
      across.ticks.map((tick) => h("text", { x: toX(tick), y: height - BOTTOM + 21 }, label(across, tick))),
    ),
    h(
      "g",
      { class: "end" },
      up.ticks.map((tick) => h("text", { x: LEFT - 5, y: round(toY(tick) + 4) }, label(up, tick))),
    ),
    h("path", {
      class: "grid",
      d: up.ticks.map((tick) => `M${LEFT} ${toY(tick)}H${width - RIGHT}`).join(""),
    }),
    h("text", { class: "axis-name end", x: width - RIGHT, y: height - 4 }, across.name),
    h("text", { class: "axis-name", x: 4, y: 16 }, up.name),
  ];
  return {
    toX,
    toY,
    curve: (samples, kind) =>
      h("path", {
        class: `curve ${kind}`,
        d: lineThrough(samples.map(({ at, value }) => [toX(at), toY(value)])),
      }),
    dot: (at, number, kind) =>
      areThere(at, number) &&
      h("circle", {
        class: `dot ${kind}`,
        cx: toX(within(at, ...across.reach)),
        cy: toY(held(number)),
        r: 5,
      }),
    tangent(at, number, slope, kind) {
      if (!areThere(at, number, slope)) return false;
      const [x, y] = [toX(at), toY(held(number))];
      const [wide, tall] = [across, up].map(({ reach: [low, high] }) => high - low);
      const rise = (-slope * wide * (height - TOP - BOTTOM)) / (tall * (width - LEFT - RIGHT));
      // By its angle, which an upright one has too.
      const angle = Math.atan(rise);
      const [dx, dy] = [TANGENT * Math.cos(angle), TANGENT * Math.sin(angle)];
      return h("path", {
        class: `tangent ${kind}`,
        d: `M${round(x - dx)} ${round(y - dy)}L${round(x + dx)} ${round(y + dy)}`,
      });
    },
    svg: (name, ...inside) =>
      h(
        "svg",
        { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name },
        ...frame,
        h(
          "svg",
          {
            x: LEFT,
            y: TOP,
            width: width - LEFT - RIGHT,
            height: height - TOP - BOTTOM,
            viewBox: `${LEFT} ${TOP} ${width - LEFT - RIGHT} ${height - TOP - BOTTOM}`,
          },
          ...inside,
        ),
      ),
  };
}

/**
 * Whether there are such numbers: not those that are still to be found, nor infinite slopes.
 * @param {...number} numbers
 */
const areThere = (...numbers) => numbers.every((number) => !Number.isNaN(number) && Math.abs(number) < 1e300);

/**
 * Round numbers over a reach, some four of them.
 * @param {readonly [number, number]} reach
 * @returns {number[]}
 */
export function roundTicks([low, high]) {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((one) => one >= rough * 0.99) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) =>
    Number(((first + k) * step).toPrecision(6)),
  );
}
