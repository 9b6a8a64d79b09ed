/** The loss over two parameters of a run, with its path from the start to the present moment. */
import { areaAbove, contourOf } from "../../training/contour.js";
import { GRID, levelsOf, planeOf, surfaceOf } from "../../training/surface.js";
import { fill, formatNumber } from "../format.js";
import { round } from "../graph/shapes.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";
import { createMemory } from "../memory.js";
import { axesView, leftOf } from "../plot.js";
import { symbolText } from "../text.js";
import { picker } from "./picker.js";

const FRAME = { width: 440, height: 340, left: 62, right: 26, top: 16, bottom: 30, letter: 15 };
const CELLS = GRID - 1;

/**
 * @typedef {import("../h.js").Element_} Element_
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../../training/surface.js").Surface} Surface
 */

const memory = createMemory();

/**
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 */
export function surfaceView({ graph, words: { tools }, state }, study) {
  const { train, reading } = state;
  const run = /** @type {import("../../training/run.js").Run} */ (study.run);
  const plane = planeOf(study, train.plane);
  if (!plane) return null;
  const words = tools.train;
  const surface = surfaceOf(run, plane);
  const { across, up, pair, paths } = surface ? { ...plane, ...frameOf(surface) } : plane;
  const { width, height, right, top, bottom } = FRAME;
  const left = leftOf(FRAME, up);
  const x = (/** @type {number} */ at) =>
    round(left + ((width - left - right) * (at - across[0])) / (across[1] - across[0]));
  const y = (/** @type {number} */ at) =>
    round(height - bottom - ((height - top - bottom) * (at - up[0])) / (up[1] - up[0]));
  const names = Object.fromEntries(
    run.names.map((name) => [name, symbolText(graph.nodes[graph.index[name]])]),
  );
  const [nameX, nameY] = pair.map((k) => run.names[k]);
  const symbols = { x: names[nameX], y: names[nameY] };
  /** @type {[number, number]} */
  const now = [state.leaves[nameX], state.leaves[nameY]];
  const passed = Math.floor(train.update / run.stride) + 1;
  const told = surface && toldOf(words, surface, symbols);
  const read = surface && reading?.of === "surface" ? reading.at : null;
  return h(
    "figure",
    { class: "plot surface" },
    h(
      "figcaption",
      {},
      words.surface,
      picker("→", "train-across", nameX, run.names, names),
      picker("↑", "train-up", nameY, run.names, names),
    ),
    h(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        tabindex: 0,
        role: "img",
        "aria-label": `${words.surface} ${told ?? ""}`,
      },
      surface && memory(surface, [left], () => mapOf(surface, left)),
      paths
        .map((path, k) =>
          h("path", {
            class: k > 0 ? "other" : "walked",
            d: lineThrough(
              path
                .slice(0, k > 0 ? undefined : passed)
                .concat(k > 0 ? [] : [now])
                .map(([a, b]) => [x(a), y(b)]),
            ),
          }),
        )
        .reverse(),
      h("circle", { class: "began", cx: x(paths[0][0][0]), cy: y(paths[0][0][1]), r: 4.5 }),
      h("circle", { class: "value", cx: x(now[0]), cy: y(now[1]), r: 5.5 }),
      read && h("circle", { class: "began", cx: x(read[0]), cy: y(read[1]), r: 3 }),
      axesView({ ...FRAME, left }, up, across, { x, y }),
      h("rect", {
        class: "sensed",
        x: left,
        y: top,
        width: width - left - right,
        height: height - top - bottom,
        "data-reads": "surface",
        "data-reach": [...across, ...up].join(" "),
      }),
    ),
    h("p", { class: "fine" }, told ?? words.surface_waits),
    h(
      "p",
      { class: "fine told-there", role: "status" },
      surface && read
        ? fill(words.surface_read, {
            ...symbols,
            at_x: formatNumber(read[0]),
            at_y: formatNumber(read[1]),
            loss: formatNumber(surface.at(read[0], read[1])),
          })
        : words.surface_point,
    ),
  );
}

/** @param {Surface} surface */
const frameOf = ({ plane: { across, up } }) => ({ across, up });

/**
 * What is seen.
 * @param {any} words
 * @param {Surface} surface
 * @param {{x: string, y: string}} symbols
 */
function toldOf(words, surface, symbols) {
  const {
    plane: { across, up },
    losses,
    update,
  } = surface;
  const { least, most } = surface.extent();
  const at = (/** @type {[number, number]} */ [low, high], /** @type {number} */ k) =>
    formatNumber(low + ((high - low) * k) / CELLS);
  return fill(words.surface_told, {
    ...symbols,
    update,
    factor: levelsOf(losses[least], losses[most]).factor,
    least: formatNumber(losses[least]),
    at_x: at(across, least % GRID),
    at_y: at(up, Math.floor(least / GRID)),
    most: formatNumber(losses[most]),
  });
}

/**
 * Tones that lie upon each other, the higher the fuller, and a line where each begins.
 * @param {Surface} surface
 * @param {number} left
 */
function mapOf(surface, left) {
  const { losses } = surface;
  const { width, height, right, top, bottom } = FRAME;
  const [across, up] = [(width - left - right) / CELLS, (height - top - bottom) / CELLS];
  const place = (/** @type {number[]} */ [a, b]) =>
    `${round(left + a * across)} ${round(height - bottom - b * up)}`;
  const { least, most } = surface.extent();
  const { levels } = levelsOf(losses[least], losses[most]);
  return h(
    "g",
    {},
    levels.map((level) =>
      h("path", {
        class: "height",
        d: areaAbove(losses, GRID, level)
          .map((corners) => `M${corners.map(place).join("L")}z`)
          .join(""),
      }),
    ),
    h("path", {
      class: "contour",
      d: levels
        .flatMap((level) => contourOf(losses, GRID, level))
        .map(([a, b, c, d]) => `M${place([a, b])}L${place([c, d])}`)
        .join(""),
    }),
  );
}
