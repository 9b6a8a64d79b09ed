/**
 * Where everything of a graph stands. Pure geometry: it knows no SVG and no numbers of a pass.
 *
 * "wide" runs from left to right, "tall" from top to bottom, for narrow screens. First everything is placed along the
 * flow and across it, then turned into x and y.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("./layout/columns.js").Column} Column
 * @typedef {import("./layout/columns.js").Form} Form
 * @typedef {"wide" | "tall"} Orientation
 * @typedef {{x: number, y: number}} Point
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {Form | "operation" | "constant"} CardForm
 * @typedef {{index: number, box: Box, form: CardForm, grid: number}} Card where a node stands; `grid` is its grid's position in `grids`, or -1
 * @typedef {{index: number, of: number, at: Point, from: Point, to: Point, onDemand: boolean}} Tag a bias: where its text begins, and its line to the card
 * @typedef {object} Edge
 * @property {number} from
 * @property {number} to
 * @property {number} weight the weight that stands on it, or -1
 * @property {Point} start
 * @property {Point} end
 * @property {Point[]} [route] its way, where it is not one straight line: see layout/routes.js
 * @property {Point} label where its text is centred
 * @property {boolean} onDemand whether there is no room for it until it is asked for
 * @typedef {{layer: number, role: string, nodes: number[], box: Box, open: boolean}} Grid
 * @typedef {object} Band all edges between two columns
 * @property {[Point, Point]} start the corners where they begin
 * @property {[Point, Point]} end
 * @property {Point} label
 * @property {boolean} weighted
 * @property {number[]} sources
 * @property {number[]} targets
 * @property {number} from the layer of the sources
 * @property {number} to that of the targets
 * @typedef {{layer: number, box: Box, open: boolean, count: number, role: string}} Toggle what opens and closes a layer
 * @typedef {{role: string, at: Point}} Heading
 * @typedef {{orientation: Orientation, width: number, height: number, cards: Card[], tags: Tag[], edges: Edge[], grids: Grid[],
 *   bands: Band[], toggles: Toggle[], headings: Heading[], boxes: Map<number, Box>, inGrid: Set<number>,
 *   sparing: boolean, layered: boolean}} Layout `sparing`: what all edges between two columns have in common is written
 *   once; `layered`: what is done is written on the cards
 */
import { columnsOf, edgesInto } from "./layout/columns.js";
import { DEEP_GAP, labelWidth, pointAlong } from "./layout/labels.js";
import { needsLayers } from "./layout/layered.js";
import { layoutInLayers } from "./layout/layers.js";
import { SLIM_TAG, tagsOf, withLabels } from "./layout/parameters.js";
import { WRITTEN } from "../lesson/operations.js";

/** Lengths in the drawing's own units, which are pixels at its natural size. */
const MEASURES = {
  wide: {
    weighted: 116, plain: 54, band: { weighted: 104, plain: 50 }, pitches: [136, 112, 92], before: 60, after: 12, side: 8,
    perLine: { cell: 16, slim: 12 },
  },
  tall: {
    weighted: 96, plain: 40, band: { weighted: 62, plain: 36 }, pitches: [118, 92, 88], before: 6, after: 6, side: 28,
    perLine: { cell: 9, slim: 3 },
  },
};
/** How large a node is drawn, and how far it is to the next of its column. @type {Record<Orientation, Record<Form, {width: number, height: number}>>} */
const SIZES = {
  wide: { card: { width: 84, height: 68 }, slim: { width: 98, height: 38 }, cell: { width: 22, height: 22 } },
  tall: { card: { width: 80, height: 64 }, slim: { width: 94, height: 38 }, cell: { width: 24, height: 24 } },
};
const SLIM_PITCH = 47;
/** About what a letter of an operation's name takes. */
const OPERATION_LETTER = 6;
/** What a third letter of a subscript, and every further one, takes on a slim card. */
const SUBSCRIPT_LETTER = 7;
const GRID_GAP = { card: 0, slim: 4, cell: 2 };
/** A cell's grid grows no longer than this times its width, once it is larger than its lines. */
const GRID_PROPORTION = 1.5;
const TOGGLE = { width: 60, height: 24, gap: 8 };

/** @param {Graph} graph @param {Orientation} orientation @param {number} [opened] the layer that is drawn in full though there are many, or -1 @returns {Layout} */
export function layout(graph, orientation, opened = -1) {
  const wide = orientation === "wide";
  const measures = MEASURES[orientation];
  if (needsLayers(graph, columnsOf(graph, "wide", -1))) return layoutInLayers(graph, orientation);
  const columns = columnsOf(graph, orientation, opened);
  const edgesOfColumns = columns.map(({ nodes }) => nodes.flatMap((to) => edgesInto(graph, to)));
  const inGrid = new Set(columns.flatMap(({ nodes, grid }) => (grid ? nodes : [])));
  const crossings = columns.map(({ grid }, column) => ({
    weights: edgesOfColumns[column].flatMap(({ weight }) => (weight >= 0 ? [graph.nodes[weight]] : [])),
    letters: Math.max(0, ...edgesOfColumns[column].map(({ to }) => WRITTEN[graph.nodes[to].op].label.length)),
    banded: grid || edgesOfColumns[column].some(({ from }) => inGrid.has(from)),
  }));
  const placed = placeColumns(columns, crossings, orientation);

  const boxes = new Map(placed.cards.map(({ index, box }) => [index, box]));
  const tags = tagsOf(graph, columns, boxes, orientation);
  const single = edgesOfColumns.map((edges) => edges.filter(({ from, to }) => !inGrid.has(from) && !inGrid.has(to))
    .map((edge) => ({ ...edge, ...ends(edge, boxes, orientation) })));
  return {
    orientation,
    layered: false,
    width: wide ? placed.length + measures.side : placed.extent + 2 * measures.side,
    height: wide ? placed.extent + measures.before + measures.after : placed.length + measures.after,
    cards: placed.cards,
    boxes,
    inGrid,
    sparing: columns.some(({ form, nodes }) => form !== "card" || (!wide && nodes.length > 2)),
    grids: placed.grids,
    toggles: placed.toggles,
    headings: placed.headings,
    tags,
    bands: bandsOf(columns, edgesOfColumns, inGrid, boxes, orientation),
    edges: single.flatMap((edges) => withLabels(graph, edges, boxes, tags, orientation)),
  };
}

/** @typedef {{weights: import("../engine/graph.js").GraphNode[], letters: number, banded: boolean}} Crossing what crosses the gap before a column; `letters` of what is done there */

/** @param {Column[]} columns @param {Crossing[]} crossings @param {Orientation} orientation */
function placeColumns(columns, crossings, orientation) {
  const wide = orientation === "wide";
  const measures = MEASURES[orientation];
  const plainCards = columns.filter(({ grid }) => !grid);
  const most = Math.max(1, ...plainCards.map(({ nodes }) => nodes.length));
  const slim = plainCards.some(({ form }) => form === "slim");
  const cardPitch = slim ? SLIM_PITCH : measures.pitches[Math.min(Math.max(most - 2, 0), 2)];
  let position = wide ? measures.side + (columns[0].toggles ? TOGGLE.width / 3 : 0) : measures.before;
  let [least, greatest] = [Infinity, -Infinity];

  const laidOut = columns.map((column, order) => {
    const usual = SIZES[orientation][column.form];
    const size = column.form === "slim" ? { ...usual, width: usual.width + SUBSCRIPT_LETTER * Math.max(column.letters - 2, 0) } : usual;
    const opens = column.toggles && columns[order - 1]?.layer !== column.layer;
    if (order > 0) position += gapBefore(crossings[order], slim, most, orientation);
    if (opens && !wide) position += TOGGLE.height + TOGGLE.gap;
    const start = position;
    const [along, across] = wide ? [size.width, size.height] : [size.height, size.width];
    const gap = GRID_GAP[column.form];
    const count = column.nodes.length;
    const lines = column.grid ? Math.ceil(count / lineLength(count, column.form, orientation)) : 1;
    const perLine = column.grid ? Math.ceil(count / lines) : count;
    const pitch = column.grid ? across + gap : cardPitch;
    const centred = column.grid ? perLine : column.centred;
    const spots = column.nodes.map((index, k) => ({
      index,
      along: start + Math.floor(k / perLine) * (along + gap),
      across: (k % perLine - (centred - 1) / 2) * pitch - across / 2,
    }));
    for (const spot of spots) [least, greatest] = [Math.min(least, spot.across), Math.max(greatest, spot.across + across)];
    position = start + lines * (along + gap) - gap;
    return { column, spots, size, start, end: position, opens };
  });

  const shift = (wide ? measures.before : measures.side) - least;
  /** @type {Grid[]} */
  const grids = [];
  const cards = laidOut.flatMap(({ column, spots, size }) => {
    const places = spots.map((spot) => ({
      index: spot.index,
      form: column.form,
      grid: column.grid ? grids.length : -1,
      box: { x: wide ? spot.along : spot.across + shift, y: wide ? spot.across + shift : spot.along, ...size },
    }));
    if (column.grid) {
      grids.push({ layer: column.layer, role: column.role, nodes: column.nodes, box: around(places.map(({ box }) => box)), open: column.form !== "cell" });
    }
    return places;
  });
  const extent = greatest - least;
  const toggles = laidOut.filter(({ opens }) => opens).map(({ column, start }) => {
    const whole = laidOut.filter((other) => other.column.layer === column.layer);
    const middleAlong = (start + whole[whole.length - 1].end) / 2;
    return {
      layer: column.layer,
      open: column.form !== "cell",
      count: column.nodes.length,
      role: whole[whole.length - 1].column.role,
      box: wide
        ? { x: middleAlong - TOGGLE.width / 2, y: measures.before - TOGGLE.gap - TOGGLE.height, width: TOGGLE.width, height: TOGGLE.height }
        : { x: measures.side + extent / 2 - TOGGLE.width / 2, y: start - TOGGLE.gap - TOGGLE.height, width: TOGGLE.width, height: TOGGLE.height },
    };
  });
  const headings = laidOut.map(({ column, start, end }) => ({
    role: column.role,
    at: wide ? { x: (start + end) / 2, y: 16 } : { x: 10, y: (start + end) / 2 },
  }));
  const length = Math.max(position, ...(wide ? toggles.map(({ box }) => box.x + box.width) : []));
  return { cards, grids, toggles, headings, extent, length };
}

/** @param {Crossing} crossing @param {boolean} slim @param {number} most nodes of a column of cards @param {Orientation} orientation */
function gapBefore({ weights, letters, banded }, slim, most, orientation) {
  const measures = MEASURES[orientation];
  if (banded) return weights.length > 0 ? measures.band.weighted : measures.band.plain;
  if (weights.length === 0) return orientation === "wide" ? Math.max(measures.plain, OPERATION_LETTER * letters + 16) : measures.plain;
  if (orientation === "tall" && most > 3) return DEEP_GAP;
  return slim ? Math.max(...weights.map((weight) => labelWidth(weight))) + SLIM_TAG + 10 : measures.weighted;
}

/** @param {number} count @param {Form} form @param {Orientation} orientation */
function lineLength(count, form, orientation) {
  const least = MEASURES[orientation].perLine[form === "cell" ? "cell" : "slim"];
  return form !== "cell" ? least : Math.max(least, Math.ceil(Math.sqrt(count) * (orientation === "wide" ? GRID_PROPORTION : 1)));
}

/** @param {Box[]} boxes @returns {Box} the smallest that holds them all */
export function around(boxes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + width), Math.max(bottom, y + height)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Where either end is a grid, all edges between two columns are one band.
 * @param {Column[]} columns @param {{from: number, to: number, weight: number}[][]} edgesOfColumns @param {Set<number>} inGrid
 * @param {Map<number, Box>} boxes @param {Orientation} orientation
 * @returns {Band[]}
 */
function bandsOf(columns, edgesOfColumns, inGrid, boxes, orientation) {
  const columnOf = new Map(columns.flatMap(({ nodes }, column) => nodes.map((node) => /** @type {const} */ ([node, column]))));
  const wholes = columns.map(({ nodes }) => around(nodes.map((node) => /** @type {Box} */ (boxes.get(node)))));
  return columns.flatMap(({ nodes, layer }, column) => {
    /** @type {Map<number, boolean>} */
    const weightedBySource = new Map();
    for (const { from, to, weight } of edgesOfColumns[column]) {
      if (inGrid.has(from) || inGrid.has(to)) weightedBySource.set(/** @type {number} */ (columnOf.get(from)), weight >= 0);
    }
    return [...weightedBySource].map(([source, weighted]) => ({
      ...bandBetween(wholes[source], wholes[column], orientation),
      weighted,
      sources: columns[source].nodes,
      targets: nodes,
      from: columns[source].layer,
      to: layer,
    }));
  });
}

/** @param {Box} source @param {Box} target @param {Orientation} orientation */
function bandBetween(source, target, orientation) {
  const { start, end } = facing(source, target, orientation);
  const corners = (/** @type {Point} */ at, /** @type {Box} */ { x, y, width, height }) => /** @type {[Point, Point]} */ (orientation === "wide"
    ? [{ x: at.x, y }, { x: at.x, y: y + height }] : [{ x, y: at.y }, { x: x + width, y: at.y }]);
  return { start: corners(start, source), end: corners(end, target), label: pointAlong({ start, end }, 0.5) };
}

/** Where an edge leaves and enters. @param {{from: number, to: number}} edge @param {Map<number, Box>} boxes @param {Orientation} orientation */
export const ends = ({ from, to }, boxes, orientation) =>
  facing(/** @type {Box} */ (boxes.get(from)), /** @type {Box} */ (boxes.get(to)), orientation);

/** The middles of the sides that face each other. @param {Box} source @param {Box} target @param {Orientation} orientation */
function facing(source, target, orientation) {
  const [from, to] = [middle(source), middle(target)];
  const sign = (orientation === "wide" ? to.x < from.x : to.y < from.y) ? -1 : 1;
  return orientation === "wide"
    ? { start: { x: from.x + sign * source.width / 2, y: from.y }, end: { x: to.x - sign * target.width / 2, y: to.y } }
    : { start: { x: from.x, y: from.y + sign * source.height / 2 }, end: { x: to.x, y: to.y - sign * target.height / 2 } };
}

/** @param {Box} box */
const middle = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
