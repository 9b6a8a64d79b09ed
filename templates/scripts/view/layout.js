/**
 * Where everything of a graph stands. Pure geometry: it knows no SVG and no numbers of a pass.
 *
 * "broad" and "wide" run from left to right, "tall" from top to bottom, for narrow screens; "broad" has room
 * to write a weight and its gradient side by side. First everything is placed along the flow and across it,
 * then turned into x and y.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("./layout/columns.js").Column} Column
 * @typedef {import("./layout/columns.js").Form} Form
 * @typedef {"broad" | "wide" | "tall"} Orientation
 * @typedef {{x: number, y: number}} Point
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {Form | "operation" | "constant"} CardForm
 * @typedef {{index: number, box: Box, form: CardForm, grid: number}} Card where a node stands; `grid` is its
 *   grid's position in `grids`, or -1
 * @typedef {{index: number, of: number, at: Point, from: Point, to: Point, onDemand: boolean}} Tag a bias:
 *   where its text begins, and its line to the card
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
 * @property {boolean} labelled whether there is room for its label
 * @property {boolean} weighted
 * @property {number[]} sources
 * @property {number[]} targets
 * @property {number} from the layer of the sources
 * @property {number} to that of the targets
 * @typedef {{layer: number, box: Box, open: boolean, count: number, role: string}} Toggle what opens and
 *   closes a layer
 * @typedef {{role: string, at: Point}} Heading
 * @typedef {{orientation: Orientation, width: number, height: number, cards: Card[], tags: Tag[], edges:
 *   Edge[], grids: Grid[], bands: Band[], toggles: Toggle[], headings: Heading[], boxes: Map<number, Box>,
 *   inGrid: Set<number>, sparing: boolean, layered: boolean, terms: boolean}} Layout `sparing`: what all
 *   edges between two columns have in common is written once; `layered`: what is done is written on the
 *   cards; `terms`: every weight and bias has a track (layout/terms.js)
 */
import { columnsOf, edgesInto } from "./layout/columns.js";
import { DEEP_GAP, labelWidth, overlap, pointAlong } from "./layout/labels.js";
import { needsLayers } from "./layout/ranks.js";
import { layoutInLayers } from "./layout/layers.js";
import { SLIM_TAG, tagsOf, withLabels } from "./layout/parameters.js";
import { haveRoomForTerms, layoutInTerms } from "./layout/terms.js";
import { boxAt, facing, headingAt } from "./layout/turned.js";
import { labelOf } from "../lesson/operations.js";

/** Lengths in the drawing's own units, which are pixels at its natural size; there are no broader ones. */
const MEASURES = {
  wide: {
    weighted: 140,
    plain: 54,
    band: { weighted: 104, plain: 50 },
    pitches: [136, 122, 118],
    before: 60,
    after: 12,
    side: 8,
    perLine: { cell: 16, slim: 12, card: 0 },
  },
  tall: {
    weighted: 110,
    plain: 40,
    band: { weighted: 62, plain: 36 },
    pitches: [118, 118, 118],
    before: 6,
    after: 6,
    side: 28,
    perLine: { cell: 9, slim: 3, card: 0 },
  },
};
/**
 * How large a node is drawn, and how far it is to the next of its column.
 * @type {Record<"wide" | "tall", Record<Form, {width: number, height: number}>>}
 */
const SIZES = {
  wide: { card: { width: 84, height: 68 }, slim: { width: 98, height: 38 }, cell: { width: 22, height: 22 } },
  tall: { card: { width: 80, height: 64 }, slim: { width: 94, height: 38 }, cell: { width: 24, height: 24 } },
};
const SLIM_PITCH = 56;
/** About what a letter of an operation's name takes. */
const OPERATION_LETTER = 6;
/** What a fourth letter of a symbol, and every further one, takes on a slim card. */
const SUBSCRIPT_LETTER = 7;
const GRID_GAP = { card: 0, slim: 4, cell: 2 };
/** A cell's grid grows no longer than this times its width, once it is larger than its lines. */
const GRID_PROPORTION = 1.5;
/** A drawing with weight and gradient side by side is no longer than this. */
const LONGEST_BROAD = 1000;
/** What the label of a band takes at least, across and along. */
const BAND_LABEL = 18;
const TOGGLE = { width: 60, height: 24, gap: 8 };

/** @type {WeakMap<Graph, Map<string, Layout>>} */
const layouts = new WeakMap();

/**
 * The drawing of a graph, computed once.
 * @param {Graph} graph
 * @param {Orientation} orientation
 * @param {number} [opened] the layer that is drawn in full though there are many, or -1
 * @returns {Layout}
 */
export function layoutFor(graph, orientation, opened = -1) {
  const kept = layouts.get(graph) ?? new Map();
  layouts.set(graph, kept);
  const key = `${orientation} ${opened}`;
  if (!kept.has(key)) kept.set(key, layout(graph, orientation, opened));
  return kept.get(key);
}

/**
 * How a lesson is drawn.
 * @param {Pick<import("../model.js").Model, "graph" | "state">} model
 */
export const layoutOf = ({ graph, state }) => layoutFor(graph, state.orientation, state.opened);

/**
 * @param {Graph} graph
 * @param {Orientation} orientation
 * @param {number} [opened] the layer that is drawn in full though there are many, or -1
 * @returns {Layout}
 */
export function layout(graph, orientation, opened = -1) {
  if (needsLayers(graph, columnsOf(graph, "wide", -1))) return layoutInLayers(graph, orientation);
  const columns = columnsOf(graph, orientation, opened);
  if (haveRoomForTerms(graph, columns, orientation)) {
    const drawn = layoutInTerms(graph, columns, orientation);
    // What is longer than a screen writes the gradients beneath.
    return orientation === "broad" && drawn.width > LONGEST_BROAD
      ? layoutInTerms(graph, columns, "wide")
      : drawn;
  }
  return { ...layoutInColumns(graph, columns, orientation === "tall" ? "tall" : "wide"), orientation };
}

/**
 * Where there are too many weights for each to have a track.
 * @param {Graph} graph
 * @param {Column[]} columns
 * @param {"wide" | "tall"} orientation
 * @returns {Layout}
 */
function layoutInColumns(graph, columns, orientation) {
  const wide = orientation === "wide";
  const { side, before, after } = MEASURES[orientation];
  const edgesOfColumns = columns.map(({ nodes }) => nodes.flatMap((to) => edgesInto(graph, to)));
  const inGrid = new Set(columns.flatMap(({ nodes, grid }) => (grid ? nodes : [])));
  const { length, extent, ...placed } = placeColumns(graph, columns, edgesOfColumns, inGrid, orientation);

  const boxes = new Map(placed.cards.map(({ index, box }) => [index, box]));
  const tags = tagsOf(graph, placed.cards, orientation);
  const single = edgesOfColumns.map((edges) =>
    edges
      .filter(({ from, to }) => !inGrid.has(from) && !inGrid.has(to))
      .map((edge) => ({ ...edge, ...ends(edge, boxes, orientation) })),
  );
  return {
    ...placed,
    orientation,
    layered: false,
    terms: false,
    width: wide ? length + side : extent + 2 * side,
    height: wide ? extent + before + after : length + after,
    boxes,
    inGrid,
    sparing: columns.some(({ form, nodes }) => form !== "card" || (!wide && nodes.length > 2)),
    tags,
    bands: bandsOf(columns, edgesOfColumns, inGrid, boxes, wide),
    edges: single.flatMap((edges) => withLabels(graph, edges, boxes, tags, orientation)),
  };
}

/** @typedef {{from: number, to: number, weight: number}[]} Crossing the edges that cross the gap before a column */

/**
 * @param {Graph} graph
 * @param {Column[]} columns
 * @param {Crossing[]} crossings
 * @param {Set<number>} inGrid
 * @param {"wide" | "tall"} orientation
 */
function placeColumns(graph, columns, crossings, inGrid, orientation) {
  const wide = orientation === "wide";
  const measures = MEASURES[orientation];
  const plainCards = columns.filter(({ grid }) => !grid);
  const most = Math.max(1, ...plainCards.map(({ nodes }) => nodes.length));
  const slim = plainCards.some(({ form }) => form === "slim");
  const cardPitch = slim ? SLIM_PITCH : measures.pitches[Math.min(Math.max(most - 2, 0), 2)];
  let position = wide ? measures.side + (columns[0].toggles ? TOGGLE.width / 3 : 0) : measures.before;

  const laidOut = columns.map((column, order) => {
    const { form, grid, nodes, toggles, layer, letters } = column;
    const { width, height } = SIZES[orientation][form];
    const room = form === "slim" ? width + SUBSCRIPT_LETTER * Math.max(letters - 2, 0) : width;
    const [length, breadth] = wide ? [room, height] : [height, room];
    const opens = toggles && columns[order - 1]?.layer !== layer;
    if (order > 0) {
      position += gapBefore(
        graph,
        crossings[order],
        grid || crossings[order].some(({ from }) => inGrid.has(from)),
        slim,
        most,
        orientation,
      );
    }
    if (opens && !wide) position += TOGGLE.height + TOGGLE.gap;
    const start = position;
    const gap = GRID_GAP[form];
    const lines = grid ? Math.ceil(nodes.length / lineLength(nodes.length, form, orientation)) : 1;
    const perLine = Math.ceil(nodes.length / lines);
    const pitch = grid ? breadth + gap : cardPitch;
    const centred = grid ? perLine : column.centred;
    position += lines * (length + gap) - gap;
    return {
      column,
      opens,
      start,
      end: position,
      boxes: nodes.map((_, k) =>
        boxAt(
          wide,
          start + Math.floor(k / perLine) * (length + gap),
          ((k % perLine) - (centred - 1) / 2) * pitch - breadth / 2,
          length,
          breadth,
        ),
      ),
    };
  });

  // Everything is moved to where the drawing begins.
  const whole = around(laidOut.flatMap(({ boxes }) => boxes));
  const axis = wide ? "y" : "x";
  const shift = (wide ? measures.before : measures.side) - whole[axis];
  for (const box of laidOut.flatMap(({ boxes }) => boxes)) box[axis] += shift;
  const extent = wide ? whole.height : whole.width;

  const gridded = laidOut.filter(({ column }) => column.grid);
  const toggles = laidOut
    .filter(({ opens }) => opens)
    .map(({ column: { layer, form, nodes }, start }) => {
      const last = laidOut.filter(({ column }) => column.layer === layer).slice(-1)[0];
      const middle = wide ? (start + last.end) / 2 : measures.side + extent / 2;
      return {
        layer,
        open: form !== "cell",
        count: nodes.length,
        role: last.column.role,
        box: {
          x: middle - TOGGLE.width / 2,
          y: (wide ? measures.before : start) - TOGGLE.gap - TOGGLE.height,
          width: TOGGLE.width,
          height: TOGGLE.height,
        },
      };
    });
  return {
    cards: laidOut.flatMap((place) =>
      place.boxes.map((box, k) => ({
        index: place.column.nodes[k],
        form: place.column.form,
        grid: gridded.indexOf(place),
        box,
      })),
    ),
    grids: gridded.map(({ column: { layer, role, nodes, form }, boxes }) => ({
      layer,
      role,
      nodes,
      box: around(boxes),
      open: form !== "cell",
    })),
    toggles,
    headings: laidOut.map(({ column: { role }, start, end }) => ({ role, at: headingAt(wide, start, end) })),
    extent,
    length: Math.max(position, ...(wide ? toggles.map(({ box }) => box.x + box.width) : [])),
  };
}

/**
 * @param {Graph} graph
 * @param {Crossing} crossing
 * @param {boolean} banded whether it is one band
 * @param {boolean} slim
 * @param {number} most nodes of a column of cards
 * @param {"wide" | "tall"} orientation
 */
function gapBefore({ nodes }, crossing, banded, slim, most, orientation) {
  const { band, plain, weighted } = MEASURES[orientation];
  const weights = crossing.flatMap(({ weight }) => (weight >= 0 ? [labelWidth(nodes[weight])] : []));
  if (weights.length === 0) {
    const letters = crossing.map(({ to }) => labelOf(nodes[to]).length);
    return banded
      ? band.plain
      : orientation === "wide"
        ? Math.max(plain, ...letters.map((count) => OPERATION_LETTER * count + 16))
        : plain;
  }
  if (banded) return band.weighted;
  if (orientation === "tall" && most > 3) return DEEP_GAP;
  return slim ? Math.max(...weights) + SLIM_TAG + 10 : weighted;
}

/**
 * @param {number} count
 * @param {Form} form
 * @param {"wide" | "tall"} orientation
 */
const lineLength = (count, form, orientation) =>
  Math.max(
    MEASURES[orientation].perLine[form],
    form === "cell" ? Math.ceil(Math.sqrt(count) * (orientation === "wide" ? GRID_PROPORTION : 1)) : 0,
  );

/**
 * @param {Box[]} boxes
 * @returns {Box} the smallest that holds them all
 */
export function around(boxes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    [left, top, right, bottom] = [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x + width),
      Math.max(bottom, y + height),
    ];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Where either end is a grid, all edges between two columns are one band.
 * @param {Column[]} columns
 * @param {Crossing[]} edgesOfColumns
 * @param {Set<number>} inGrid
 * @param {Map<number, Box>} boxes
 * @param {boolean} wide
 * @returns {Band[]}
 */
function bandsOf(columns, edgesOfColumns, inGrid, boxes, wide) {
  const columnOf = new Map(
    columns.flatMap((column) => column.nodes.map((node) => /** @type {const} */ ([node, column]))),
  );
  const wholeOf = (/** @type {Column} */ { nodes }) =>
    around(nodes.map((node) => /** @type {Box} */ (boxes.get(node))));
  const taken = [...boxes.values()];
  const hasRoom = (/** @type {Point} */ { x, y }) => {
    const box = { x: x - BAND_LABEL / 2, y: y - BAND_LABEL / 2, width: BAND_LABEL, height: BAND_LABEL };
    const free = !taken.some((other) => overlap(box, other));
    if (free) taken.push(box);
    return free;
  };
  return columns.flatMap((target, position) => {
    const banded = edgesOfColumns[position].filter(({ from, to }) => inGrid.has(from) || inGrid.has(to));
    const weightedBySource = new Map(
      banded.map(({ from, weight }) => [/** @type {Column} */ (columnOf.get(from)), weight >= 0]),
    );
    return [...weightedBySource].map(([source, weighted]) => {
      const band = bandBetween(wholeOf(source), wholeOf(target), wide);
      return {
        ...band,
        labelled: hasRoom(band.label),
        weighted,
        sources: source.nodes,
        targets: target.nodes,
        from: source.layer,
        to: target.layer,
      };
    });
  });
}

/**
 * @param {Box} source
 * @param {Box} target
 * @param {boolean} wide
 */
function bandBetween(source, target, wide) {
  const { start, end } = facing(wide, source, target);
  const corners = (/** @type {Point} */ at, /** @type {Box} */ { x, y, width, height }) =>
    /** @type {[Point, Point]} */ (
      wide
        ? [
            { x: at.x, y },
            { x: at.x, y: y + height },
          ]
        : [
            { x, y: at.y },
            { x: x + width, y: at.y },
          ]
    );
  return { start: corners(start, source), end: corners(end, target), label: pointAlong({ start, end }, 0.5) };
}

/**
 * Where an edge leaves and enters.
 * @param {{from: number, to: number}} edge
 * @param {Map<number, Box>} boxes
 * @param {Orientation} orientation
 */
export const ends = ({ from, to }, boxes, orientation) =>
  facing(orientation !== "tall", /** @type {Box} */ (boxes.get(from)), /** @type {Box} */ (boxes.get(to)));
