/**
 * What is written along edges besides weights: what is done there, and, where a gradient is a sum, what each
 * edge brings to it. Only where nothing else stands.
 *
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../layout.js").Point} Point
 * @typedef {import("../layout.js").Box} Box
 * @typedef {import("../layout.js").Edge} Edge
 * @typedef {import("../h.js").Element_} Element_
 */
import { layoutOf } from "../layout.js";
import { labelOf } from "../../lesson/operations.js";
import { formatBrief } from "../format.js";
import { h } from "../h.js";
import { labelBox, labelWidth, overlap, tagBox } from "../layout/labels.js";
import { termBox } from "../layout/terms.js";
import { createMemory } from "../memory.js";
import { localsAlong, MOST_RIBBONS } from "./edges.js";
import { gradientIsKnown } from "./facts.js";
import { round } from "./shapes.js";

/** What a letter takes, and a line. */
const LETTER = { width: 8, height: 17 };
/** Shares of an edge's way at which its part of a sum is tried, best first. */
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
/** On it, or where that has no room, beside it: along its way and across. */
const ASIDE = [
  [0, 0],
  [-12, -22],
  [-12, 22],
];

/** @type {ReturnType<typeof createMemory<Box[]>>} */
const keptObstacles = createMemory();

/**
 * Everything on which nothing else may be written.
 * @param {Model} model
 */
function obstaclesOf(model) {
  const { graph } = model;
  const layout = layoutOf(model);
  return keptObstacles(layout, [], () => {
    const { boxes, edges, tags, terms, orientation } = layout;
    const box = (
      /** @type {number} */ index,
      /** @type {Point} */ at,
      /** @type {typeof labelBox} */ around,
    ) => (terms ? termBox(at, graph, orientation) : around(at, labelWidth(graph.nodes[index])));
    return [
      ...boxes.values(),
      ...edges.flatMap(({ weight, label, onDemand }) =>
        weight >= 0 && !onDemand ? [box(weight, label, labelBox)] : [],
      ),
      ...tags.flatMap(({ index, at, onDemand }) => (onDemand ? [] : [box(index, at, tagBox)])),
    ];
  });
}

/**
 * What a text takes whose middle is there.
 * @param {Point} at
 * @param {string} text
 * @returns {Box}
 */
const boxAround = ({ x, y }, text) => ({
  x: x - (text.length * LETTER.width) / 2,
  y: y - LETTER.height / 2,
  width: text.length * LETTER.width,
  height: LETTER.height,
});

/** @typedef {{box: Box, drawn: Element_}} Written */
/** @type {ReturnType<typeof createMemory<Written[]>>} */
const keptOperations = createMemory();

/** @param {Model} model */
const operationsOf = (model) => keptOperations(layoutOf(model), [], () => writeOperations(model));

/**
 * What is done along the edges without a weight; where there are many, at the first of them.
 * @param {Model} model
 */
export const operationViews = (model) => operationsOf(model).map(({ drawn }) => drawn);

/**
 * @param {Model} model
 * @returns {Written[]}
 */
function writeOperations(model) {
  const { graph } = model;
  const layout = layoutOf(model);
  if (layout.layered) return [];
  const taken = [...obstaclesOf(model)];
  /** @type {Set<number>} */
  const written = new Set();
  const wide = layout.orientation !== "tall";
  return layout.edges.flatMap(({ from, to, weight, start, label }) => {
    const text = weight < 0 && graph.nodes[from].role !== "target" ? labelOf(graph.nodes[to]) : "";
    const place = wide ? start.x : start.y;
    // Edges that cross, into a loss or into a joint activation, have no room for more.
    const { role, parents } = graph.nodes[to];
    const once = layout.sparing || role === "loss" || (role === "output" && parents.length > 1);
    if (!text || (once && written.has(place))) return [];
    const length = text.length * LETTER.width;
    const at = wide ? { x: label.x, y: label.y - 11 } : { x: label.x - 7 - length / 2, y: label.y };
    const box = { ...boxAround(at, text), x: at.x - length / 2 + 2, width: length - 4 };
    if (taken.some((other) => overlap(box, other))) return [];
    taken.push(box);
    written.add(place);
    const drawn = h(
      "text",
      {
        class: "operation",
        x: round(at.x),
        y: round(at.y + 4),
        "text-anchor": "middle",
        "aria-hidden": "true",
      },
      text,
    );
    return [{ box, drawn }];
  });
}

/**
 * Where the gradient of what is read several times is found: on each edge what comes along it, and between
 * them that they add up.
 * @param {Model} model
 * @returns {Element_[]}
 */
export function contributionViews(model) {
  const { current, gradients } = model;
  const layout = layoutOf(model);
  const [of] = current.focus;
  if (current.kind !== "gradient" || current.focus.length !== 1 || !gradientIsKnown(model, of)) return [];
  const locals = layout.edges.length > MOST_RIBBONS ? [] : localsAlong(model);
  const parts = locals.flatMap((local, k) => {
    const edge = layout.edges[k];
    return edge.from === of && gradientIsKnown(model, edge.to)
      ? [{ edge, text: formatBrief(gradients[edge.to] * local) }]
      : [];
  });
  if (parts.length < 2) return [];
  const taken = [...obstaclesOf(model), ...operationsOf(model).map(({ box }) => box)];
  const free = (/** @type {Point} */ at, /** @type {string} */ text) => {
    const box = boxAround(at, text);
    if (taken.some((other) => overlap(box, other))) return null;
    taken.push(box);
    return { at, text };
  };
  const placed = parts.flatMap(({ edge, text }) => {
    const wide = layout.orientation !== "tall";
    for (const [along, across] of ASIDE) {
      for (const share of PLACES) {
        const { x, y } = alongCrossing(edge, share, wide);
        const found = free(wide ? { x: x + along, y: y + across } : { x: x + across, y: y + along }, text);
        if (found) return [found];
      }
    }
    return [];
  });
  placed.sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
  const between =
    placed.length < parts.length
      ? []
      : placed.slice(1).flatMap(({ at }, k) => {
          const before = placed[k].at;
          return free({ x: (at.x + before.x) / 2, y: (at.y + before.y) / 2 }, "+") ?? [];
        });
  return [...placed, ...between].map(({ at, text }) =>
    h(
      "text",
      {
        class: "contribution",
        x: round(at.x),
        y: round(at.y + 5),
        "text-anchor": "middle",
        "aria-hidden": "true",
      },
      text,
    ),
  );
}

/**
 * A point of that part of an edge that goes over from one lane to another, as edgePath draws it.
 * @param {Edge} edge
 * @param {number} share
 * @param {boolean} wide
 * @returns {Point}
 */
function alongCrossing({ start, end, route }, share, wide) {
  const way = route ?? [start, end];
  const turn = way.findIndex((point, k) => k > 0 && point.x !== way[k - 1].x && point.y !== way[k - 1].y);
  const [from, to] = [way[Math.max(turn, 1) - 1], way[Math.max(turn, 1)]];
  const along = route ? 1.5 * share * (1 - share) + share ** 3 : share;
  const across = route ? share ** 2 * (3 - 2 * share) : share;
  const [x, y] = wide ? [along, across] : [across, along];
  return { x: from.x + (to.x - from.x) * x, y: from.y + (to.y - from.y) * y };
}
