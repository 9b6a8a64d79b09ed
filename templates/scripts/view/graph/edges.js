/** The lines of the drawing: what flows, along weights and without, and what moves in the present step. */
import { flowOf } from "../../lesson/steps.js";
import { h } from "../h.js";
import { ends, layoutOf } from "../layout.js";
import { edgesInto } from "../layout/columns.js";
import { createMemory } from "../memory.js";
import { valueQuantity } from "../mathml.js";
import { gradientIsKnown, signClass } from "./facts.js";
import { shareOf } from "./needle.js";
import { edgeMark } from "./onpath.js";
import { edgePath, linePath, ribbonPath } from "./shapes.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../layout.js").Point} Point
 * @typedef {import("../h.js").Element_} Element_
 * @typedef {{from: number, to: number, weight: number, start: Point, end: Point, route?: Point[]}} DrawnEdge
 */

/** The widest line a weight can have, and how fast it gets there. */
const STROKE = { least: 1.25, perUnit: 1.75, most: 6 };

/**
 * @param {Model} model
 * @param {DrawnEdge} edge
 */
export function edgeLine(model, edge) {
  const { from, to, weight } = edge;
  const mark = edgeMark(model, to, from, weight);
  return keptLine(edge, [model.values[weight], mark], () => drawEdge(model, edge, mark));
}

/** @type {ReturnType<typeof createMemory<Element_>>} */
const keptLine = createMemory();

/**
 * @param {Model} model
 * @param {DrawnEdge} edge
 * @param {string} mark
 */
function drawEdge(model, edge, mark) {
  const { graph, values } = model;
  const layout = layoutOf(model);
  const { from, to, weight } = edge;
  const path = edgePath(edge, layout.orientation);
  const weighted = weight >= 0;
  const size = weighted
    ? Math.min(STROKE.least + STROKE.perUnit * Math.abs(values[weight]), STROKE.most)
    : STROKE.least;
  return h(
    "g",
    {
      class: (weighted ? `edge ${signClass(values[weight])}` : "edge") + mark,
      "data-edge": `${graph.nodes[from].name}-${graph.nodes[to].name}`,
      // Pointing at an edge means its weight; where there is none, the value that flows along it.
      "data-quantity": valueQuantity(graph.nodes[weighted ? weight : from]),
      "data-go": weighted ? graph.nodes[weight].name : graph.nodes[to].name,
    },
    h("path", { class: "reach", d: path }),
    h("path", { class: "stroke", d: path, "stroke-width": size.toFixed(2) }),
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
    h("path", { class: "stroke", d: linePath(from, to), "stroke-width": STROKE.least }),
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
export function edgesInFocus(model) {
  const { graph, current, state } = model;
  const layout = layoutOf(model);
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

/** The width of a band for a gradient of 1, and of one whose numbers are not its subject. */
const RIBBON = { whole: 22, most: 26, value: 10 };

/** @param {number} gradient */
const ribbonWidth = (gradient) => Math.min(RIBBON.whole * shareOf(gradient), RIBBON.most) || 0;

/**
 * What flows back along an edge: as wide as the upstream gradient where it leaves, and as what is left of it,
 * times the local derivative, where it arrives.
 * @param {Model} model
 * @param {DrawnEdge} edge
 * @param {number} local
 */
const ribbonOf = (model, edge, local) =>
  ribbonPath(
    edge,
    layoutOf(model).orientation,
    ribbonWidth(model.gradients[edge.to] * local),
    ribbonWidth(model.gradients[edge.to]),
  );

/**
 * The local derivative along each drawn edge: of what is read twice, one after the other.
 * @param {Model} model
 */
export function localsAlong(model) {
  const { graph, localsOf } = model;
  const layout = layoutOf(model);
  /** @type {Map<number, {locals: ArrayLike<number>, next: Map<number, number>}>} */
  const known = new Map();
  return layout.edges.map(({ from, to }) => {
    let entry = known.get(to);
    if (!entry) known.set(to, (entry = { locals: localsOf(to), next: new Map() }));
    const position = graph.nodes[to].parents.indexOf(from, entry.next.get(from) ?? 0);
    entry.next.set(from, position + 1);
    return entry.locals[position];
  });
}

/** With more edges than these nobody could tell their bands apart. */
export const MOST_RIBBONS = 200;

/**
 * What has flowed back so far, and what flows in the present step.
 * @param {Model} model
 * @param {DrawnEdge[]} inFocus
 * @returns {{passed: Element_[], moving: Element_[]}}
 */
export function flows(model, inFocus) {
  const { graph, current, gradients } = model;
  const layout = layoutOf(model);
  const backward = current.phase === "backward";
  const moves =
    layout.edges.length + layout.tags.length === 0
      ? new Set()
      : new Set(flowOf(graph, current).map(([from, to]) => `${from}-${to}`));
  const drawn = (/** @type {string} */ d) => h("path", { d });
  if (!backward) {
    return {
      passed: [],
      moving: [
        ...layout.edges
          .filter((edge) => moves.has(`${edge.from}-${edge.to}`) || moves.has(`${edge.weight}-${edge.to}`))
          .map((edge) => drawn(ribbonPath(edge, layout.orientation, RIBBON.value, RIBBON.value))),
        ...layout.tags
          .filter(({ index, of }) => moves.has(`${index}-${of}`))
          .map(({ from, to }) =>
            drawn(ribbonPath({ start: from, end: to }, layout.orientation, RIBBON.value, RIBBON.value)),
          ),
        ...inFocus.map((edge) => drawn(edgePath(edge, layout.orientation))),
      ],
    };
  }
  const known = (/** @type {number} */ index) => gradientIsKnown(model, index);
  const ofEdges =
    layout.edges.length > MOST_RIBBONS
      ? []
      : localsAlong(model).flatMap((local, k) => {
          const edge = layout.edges[k];
          if (!known(edge.from) || !known(edge.to)) return [];
          return [{ now: moves.has(`${edge.from}-${edge.to}`), path: drawn(ribbonOf(model, edge, local)) }];
        });
  // To a weight or a bias it flows as far as that is written.
  const toTerm = (/** @type {number} */ index, /** @type {number} */ of, /** @type {DrawnEdge} */ way) =>
    known(index) && moves.has(`${index}-${of}`)
      ? [
          drawn(
            ribbonPath(way, layout.orientation, ribbonWidth(gradients[index]), ribbonWidth(gradients[of])),
          ),
        ]
      : [];
  return {
    passed: ofEdges.filter(({ now }) => !now).map(({ path }) => path),
    moving: [
      ...ofEdges.filter(({ now }) => now).map(({ path }) => path),
      ...layout.edges.flatMap((edge) =>
        edge.weight < 0
          ? []
          : toTerm(edge.weight, edge.to, {
              ...edge,
              start: edge.label,
              route: edge.route && edge.route.slice(-2),
              ...(edge.route && !layout.terms ? { start: edge.start, route: edge.route } : {}),
            }),
      ),
      ...layout.tags.flatMap(({ index, of, from, to }) =>
        toTerm(index, of, { from: index, to: of, weight: -1, start: from, end: to }),
      ),
      ...inFocus.map((edge) => drawn(edgePath(edge, layout.orientation, true))),
    ],
  };
}
