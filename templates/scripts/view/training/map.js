/** The decision of a network over two inputs, or its curve over one, with the samples in it. */
import { CELLS, curveOfRun, mapOf, scoreOf } from "../../training/picture.js";
import { fill, formatGiven } from "../format.js";
import { round, within } from "../graph/shapes.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";

/**
 * @typedef {import("../h.js").Element_} Element_
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../../training/tool.js").Study} Study
 */

const POINT = 0.55;
const CHOSEN = 1.1;

/**
 * @param {Model} model
 * @param {Study} study
 * @param {Readonly<Record<string, number>>} [leaves] of another run than the present one
 * @returns {Element_}
 */
export function pictureView(model, study, leaves = model.state.leaves) {
  const words = model.words.tools.train;
  const { train } = model.state;
  const map = mapOf(study, model.graph, leaves, train.frame);
  const curve = curveOfRun(study, model.graph, leaves, train.frame);
  const score = scoreText(model, study, leaves);
  if (!map && !curve) return h("p", { class: "fine plane" }, words.no_picture, " ", score);
  const { across, up } = /** @type {{across: [number, number], up: [number, number]}} */ (map ?? curve);
  const x = (/** @type {number} */ value) => (CELLS * (value - across[0])) / (across[1] - across[0]);
  const y = (/** @type {number} */ value) => CELLS - (CELLS * (value - up[0])) / (up[1] - up[0]);
  const chosen = study.data?.points[train.point - 1];
  const reach = (/** @type {[number, number]} */ ends) => ends.map(formatGiven).join(" … ");
  return h(
    "figure",
    { class: "plane" },
    h(
      "svg",
      {
        viewBox: `0 0 ${CELLS} ${CELLS}`,
        role: "img",
        "aria-label": `${map ? words.map_name : words.curve_name} ${score}`,
        "data-surface": "samples",
        "data-reach": [...across, ...up].join(" "),
      },
      map && areasOf(map.areas, CELLS),
      map && h("path", { class: "boundary", d: map.boundary.map(pieceOf).join("") }),
      curve &&
        h("path", {
          class: "learned",
          d: lineThrough(curve.points.map(([at, height]) => [x(at), y(height)])),
        }),
      pointsView(study, x, y),
      chosen &&
        h("circle", {
          class: "chosen",
          cx: round(x(chosen.inputs[0])),
          cy: round(y(heightOf(study, chosen))),
          r: CHOSEN,
        }),
    ),
    h(
      "figcaption",
      {},
      h("span", { class: "axis-name" }, `→ x₁ ${reach(across)}`),
      h("span", { class: "axis-name" }, `↑ ${map ? "x₂" : "y"} ${reach(up)}`),
      h("span", { class: "right-side" }, score),
    ),
  );
}

/** @param {[number, number, number, number]} piece */
const pieceOf = ([x, y, toX, toY]) => `M${round(x)} ${round(CELLS - y)}L${round(toX)} ${round(CELLS - toY)}`;

/**
 * @param {import("../../training/picture.js").MapPicture["areas"]} areas
 * @param {number} cells
 */
export const areasOf = (areas, cells) =>
  areas.map((tones, k) =>
    h(
      "g",
      { class: `area of-${k}` },
      tones.map((pieces) =>
        h("path", {
          d: pieces
            .map((corners) => `M${corners.map(([x, y]) => `${round(x)} ${round(cells - y)}`).join("L")}z`)
            .join(""),
        }),
      ),
    ),
  );

/**
 * How high in the picture a sample stands.
 * @param {Study} study
 * @param {import("../../engine/data.js").Point} point
 */
const heightOf = ({ data }, { inputs, label }) => ((data?.columns ?? 2) > 1 ? inputs[1] : label);

/**
 * Points stay as they are while a network learns: the same ones, at the same scale, are drawn once.
 * @type {WeakMap<object, {drawn: Element_, far: number, high: number}>}
 */
const drawnPoints = new WeakMap();

/**
 * @param {Study} study
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function pointsView(study, x, y) {
  const { data } = study;
  if (!data) return null;
  const [far, high] = [x(0), y(0)];
  const held = drawnPoints.get(data);
  if (held && held.far === far && held.high === high) return held.drawn;
  const tested = new Set(data.tested);
  const drawn = h(
    "g",
    { class: "samples" },
    data.points.map((point, k) =>
      h("circle", {
        class: `${data.classes > 0 ? `of-${point.label}` : "of-number"}${tested.has(k) ? " tested" : ""}`,
        cx: round(x(point.inputs[0])),
        cy: round(within(y(heightOf(study, point)), -CELLS, 2 * CELLS)),
        r: POINT,
      }),
    ),
  );
  drawnPoints.set(data, { drawn, far, high });
  return drawn;
}

/**
 * @param {Model} model
 * @param {Study} study
 * @param {Readonly<Record<string, number>>} leaves
 */
function scoreText({ words, graph }, study, leaves) {
  const { data } = study;
  if (!data) return "";
  const learned = scoreOf(study, graph, leaves, data.learned);
  const tested = scoreOf(study, graph, leaves, data.tested);
  if (!learned) return "";
  return [
    fill(words.tools.train.right, learned),
    ...(tested ? [fill(words.tools.train.right_test, tested)] : []),
  ].join(" ");
}
