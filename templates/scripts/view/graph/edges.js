/** The lines of the drawing: what flows, along weights and without, and what moves in the present step. */
import { flowOf } from "../../lesson/steps.js";
import { WRITTEN } from "../../lesson/operations.js";
import { h } from "../h.js";
import { ends } from "../layout.js";
import { edgesInto } from "../layout/columns.js";
import { valueQuantity } from "../mathml.js";
import { signClass } from "./facts.js";
import { edgeMark } from "./onpath.js";
import { edgePath, linePath, round } from "./shapes.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../layout.js").Point} Point
 * @typedef {{from: number, to: number, weight: number, start: Point, end: Point, route?: Point[]}} DrawnEdge
 */

/** The widest line a weight can have, and how fast it gets there. */
const STROKE = { least: 1.25, perUnit: 1.75, most: 6 };

/**
 * @param {Model} model
 * @param {DrawnEdge} edge
 */
export function edgeLine(model, edge) {
  const { graph, values, layout } = model;
  const { from, to, weight } = edge;
  const path = edgePath(edge, layout.orientation);
  const weighted = weight >= 0;
  const size = weighted
    ? Math.min(STROKE.least + STROKE.perUnit * Math.abs(values[weight]), STROKE.most)
    : STROKE.least;
  return h(
    "g",
    {
      class: (weighted ? `edge ${signClass(values[weight])}` : "edge") + edgeMark(model, to, from, weight),
      "data-edge": `${graph.nodes[from].name}-${graph.nodes[to].name}`,
      // Pointing at an edge means its weight; where there is none, the value that flows along it.
      "data-quantity": valueQuantity(graph.nodes[weighted ? weight : from]),
      "data-go": weighted ? graph.nodes[weight].name : graph.nodes[to].name,
    },
    h("path", { class: "reach", d: path }),
    h("path", { class: "line", d: path, "stroke-width": size.toFixed(2) }),
  );
}

/**
 * @param {Model} model
 * @param {import("../layout.js").Tag} tag
 */
export function tagLine(model, { index, of, from, to }) {
  const { graph, values } = model;
  return h(
    "g",
    {
      class: `edge ${signClass(values[index])}${edgeMark(model, of, index)}`,
      "data-edge": `${graph.nodes[index].name}-${graph.nodes[of].name}`,
      "data-quantity": valueQuantity(graph.nodes[index]),
      "data-go": graph.nodes[index].name,
    },
    h("path", { class: "line", d: linePath(from, to), "stroke-width": STROKE.least }),
  );
}

/**
 * They are asked for at every drawing, and change with the step and the layout only.
 * @type {WeakMap<object, {layout: object, edges: DrawnEdge[]}>}
 */
const edgesOfSteps = new WeakMap();

/**
 * The edges of the neuron in focus where all others are drawn as a band.
 * @param {Model} model
 * @returns {DrawnEdge[]}
 */
export function edgesInFocus({ graph, layout, current, state }) {
  const { of, kind } = current;
  if (layout.inGrid.size === 0 || of < 0 || state.grain === "layers") return [];
  const before = edgesOfSteps.get(current);
  if (before?.layout === layout) return before.edges;
  const near =
    kind === "gradient"
      ? graph.children[of].flatMap((child) => edgesInto(graph, child).filter(({ from }) => from === of))
      : edgesInto(graph, of);
  const edges = near
    .filter(({ from, to }) => layout.inGrid.has(from) || layout.inGrid.has(to))
    .map((edge) => ({ ...edge, ...ends(edge, layout.boxes, layout.orientation) }));
  edgesOfSteps.set(current, { layout, edges });
  return edges;
}

/**
 * @param {Model} model
 * @param {DrawnEdge[]} inFocus
 */
export function flowLines({ graph, layout, current }, inFocus) {
  const backward = current.phase === "backward";
  const moving =
    layout.edges.length + layout.tags.length === 0
      ? new Set()
      : new Set(flowOf(graph, current).map(([from, to]) => `${from}-${to}`));
  const lines = [
    ...layout.edges.filter(
      (edge) => moving.has(`${edge.from}-${edge.to}`) || moving.has(`${edge.weight}-${edge.to}`),
    ),
    ...layout.tags.flatMap((tag) =>
      moving.has(`${tag.index}-${tag.of}`) ? [{ start: tag.from, end: tag.to }] : [],
    ),
    ...inFocus,
  ];
  return lines.map((line) => h("path", { d: edgePath(line, layout.orientation, backward) }));
}

/**
 * What is done along the edges without a weight; where there are many, at the first of them.
 * @param {Model} model
 */
export function operationViews({ graph, layout }) {
  if (layout.layered) return [];
  /** @type {Set<number>} */
  const written = new Set();
  return layout.edges.flatMap(({ from, to, weight, start, label }) => {
    const text = weight < 0 && graph.nodes[from].role !== "target" ? WRITTEN[graph.nodes[to].op].label : "";
    const place = layout.orientation === "wide" ? start.x : start.y;
    // Edges that cross, into a loss or into a joint activation, have no room for more.
    const { role, parents } = graph.nodes[to];
    const once = layout.sparing || role === "loss" || (role === "output" && parents.length > 1);
    if (!text || (once && written.has(place))) return [];
    written.add(place);
    return [operationView(text, label, layout.orientation)];
  });
}

/**
 * @param {string} text
 * @param {Point} at
 * @param {import("../layout.js").Orientation} orientation
 */
function operationView(text, at, orientation) {
  return orientation === "wide"
    ? h(
        "text",
        {
          class: "operation",
          x: round(at.x),
          y: round(at.y - 7),
          "text-anchor": "middle",
          "aria-hidden": "true",
        },
        text,
      )
    : h(
        "text",
        {
          class: "operation",
          x: round(at.x - 7),
          y: round(at.y + 4),
          "text-anchor": "end",
          "aria-hidden": "true",
        },
        text,
      );
}
