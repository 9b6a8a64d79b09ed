/** The decision of a network over two inputs, or its curve over one, with the samples in it. */
import { mapOf, curveOfRun, scoreOf, TONES } from "../../training/picture.js";
import { fill, formatNumber } from "../format.js";
import { round, within } from "../graph/shapes.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";

/**
 * @typedef {import("../h.js").Element_} Element_
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../../training/tool.js").Study} Study
 */

/** Units of the drawing. */
const SIDE = 40;
const POINT = 0.55;

/**
 * @param {Model} model
 * @param {Study} study
 * @returns {Element_}
 */
export function pictureView(model, study) {
  const words = model.words.tools.train;
  const { leaves } = model.state;
  const map = mapOf(study, model.graph, leaves);
  const curve = curveOfRun(study, model.graph, leaves);
  if (!map && !curve) return h("p", { class: "fine" }, words.no_picture);
  const { across, up } = /** @type {{across: [number, number], up: [number, number]}} */ (map ?? curve);
  const x = (/** @type {number} */ value) => (SIDE * (value - across[0])) / (across[1] - across[0]);
  const y = (/** @type {number} */ value) => SIDE - (SIDE * (value - up[0])) / (up[1] - up[0]);
  return h(
    "figure",
    { class: "picture" },
    h(
      "svg",
      {
        viewBox: `0 0 ${SIDE} ${SIDE}`,
        role: "img",
        "aria-label": `${map ? words.map_name : words.curve_name} ${scoreText(model, study)}`,
        "data-surface": "samples",
        "data-reach": [...across, ...up].join(","),
      },
      map && areasView(map),
      map && h("path", { class: "boundary", d: map.boundary.map(pieceOf).join("") }),
      curve &&
        h("path", {
          class: "learned",
          d: lineThrough(curve.points.map(([at, height]) => [x(at), y(height)])),
        }),
      pointsView(study, x, y),
    ),
    h(
      "figcaption",
      {},
      h("span", { class: "axis-name" }, `x₁ ${formatNumber(across[0])} … ${formatNumber(across[1])}`),
      map && h("span", { class: "axis-name" }, `x₂ ${formatNumber(up[0])} … ${formatNumber(up[1])}`),
      h("span", { class: "score" }, scoreText(model, study)),
    ),
  );
}

/**
 * Half a cell lies around each point of the grid.
 * @param {[number, number, number, number]} piece
 */
const pieceOf = ([x, y, toX, toY]) =>
  `M${round(x + 0.5)} ${round(SIDE - y - 0.5)}L${round(toX + 0.5)} ${round(SIDE - toY - 0.5)}`;

/** @param {import("../../training/picture.js").MapPicture} map */
const areasView = ({ runs }) =>
  h(
    "g",
    { class: "areas" },
    runs.map((band, k) =>
      h("path", {
        class: `of-${Math.floor(k / TONES)} tone-${k % TONES}`,
        d: band
          .map(([column, row, length]) => `M${column} ${SIDE - row - 1}h${length}v1h-${length}z`)
          .join(""),
      }),
    ),
  );

/** Points stay as they are while a network learns: the same ones are drawn once. @type {WeakMap<object, Element_>} */
const drawnPoints = new WeakMap();

/**
 * @param {Study} study
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function pointsView({ data, ends }, x, y) {
  if (!data) return null;
  const held = drawnPoints.get(data);
  if (held) return held;
  const tested = new Set(data.tested);
  const drawn = h(
    "g",
    { class: "samples" },
    data.points.map(({ inputs, label }, k) =>
      h("circle", {
        class: `${data.classes > 0 ? `of-${label}` : "of-number"}${tested.has(k) ? " tested" : ""}`,
        cx: round(x(inputs[0])),
        cy: round(within(y(ends.inputs > 1 ? inputs[1] : label), -SIDE, 2 * SIDE)),
        r: POINT,
        "data-sample": k,
      }),
    ),
  );
  drawnPoints.set(data, drawn);
  return drawn;
}

/**
 * @param {Model} model
 * @param {Study} study
 */
function scoreText({ words, graph, state }, study) {
  const { data } = study;
  if (!data) return "";
  const learned = scoreOf(study, graph, state.leaves, data.learned);
  const tested = scoreOf(study, graph, state.leaves, data.tested);
  if (!learned) return "";
  return [
    fill(words.tools.train.right, learned),
    ...(tested ? [fill(words.tools.train.right_test, tested)] : []),
  ].join(" ");
}
