/**
 * Neurons with their terms: where a weighted sum is entered, each of its weights, and where there is room its
 * bias, has a track of its own, straight into the card. What is written of it stands beside its track, so
 * nothing covers anything, whatever the numbers. All crossings of edges lie before the tracks.
 *
 * @typedef {import("../../engine/graph.js").Graph} Graph
 * @typedef {import("../layout.js").Orientation} Orientation
 * @typedef {import("../layout.js").Box} Box
 * @typedef {import("../layout.js").Point} Point
 * @typedef {import("./columns.js").Column} Column
 * @typedef {{column: Column, start: number, end: number, pitch: number}} Placed
 */
import { labelOf } from "../../lesson/operations.js";
import { isParameter } from "../../lesson/steps.js";
import { edgesInto } from "./columns.js";
import { isLong } from "./labels.js";
import { boxAt, facing, headingAt, pointAt } from "./turned.js";

/**
 * In the drawing's units, along the flow and across it: a card; the track of a term; the way on which edges
 * cross before it; between columns without weights, at least; what is before the first column and after the
 * last; and beside all of them. "broad" writes weight and gradient of a term side by side, "wide" on both
 * sides of its track, "tall" one below the other.
 * @type {Record<Orientation, {card: {along: number, across: number}, track: {along: number, across: number},
 *   crossing: number, plain: number, ends: [number, number], sides: [number, number], apart: number, extent:
 *   number, most: number, shift: number}>} `shift`: of all tracks, since from top to bottom what is written
 *   of them stands to their right
 */
const TERM_MEASURES = {
  broad: {
    card: { along: 70, across: 72 },
    track: { along: 170, across: 34 },
    crossing: 46,
    plain: 34,
    ends: [4, 4],
    sides: [32, 6],
    apart: 18,
    extent: 300,
    most: 760,
    shift: 0,
  },
  wide: {
    card: { along: 64, across: 72 },
    track: { along: 94, across: 47 },
    crossing: 46,
    plain: 33,
    ends: [4, 4],
    sides: [30, 6],
    apart: 14,
    extent: 290,
    most: 760,
    shift: 0,
  },
  tall: {
    card: { along: 66, across: 74 },
    track: { along: 58, across: 64 },
    crossing: 40,
    plain: 36,
    ends: [6, 6],
    sides: [16, 10],
    apart: 6,
    extent: 0,
    most: 1100,
    shift: -22,
  },
};
/** Columns of few cards spread as far as this times what they need. */
const SPREAD = 1.8;
/** About what a letter of an operation's name takes, and what is beside it. */
const OPERATION = { letter: 7, around: 6 };
/** From the loss to the one target, across the flow. */
const TO_TARGET = 26;
/** From top to bottom a bias hangs on its card, in the room before the next. */
const HANGING = 60;
/** Within a card's side, so that no line enters at its corner. */
const CORNER = 8;

/**
 * About what the letters of a symbol take, and how much of that there is room for. On a card a long one is written
 * smaller, beside the needle, which a target does not have.
 */
const SYMBOL = { base: 8.5, subscript: 7.5, least: 13, card: 35, target: 54, track: 33, smaller: 0.87 };

/**
 * What the symbol of a node takes beyond the room; those of the usual form have it.
 * @param {import("../../engine/graph.js").GraphNode} node
 * @param {number} room
 * @param {number} [scale]
 */
function beyond(node, room, scale = 1) {
  const [base, subscript] = node.symbol.map(({ length }) => length);
  const taken = Math.max(SYMBOL.least, SYMBOL.base * base) + SYMBOL.subscript * subscript;
  return isLong(node) ? Math.max(0, scale * taken - room) : 0;
}

/** @param {import("../../engine/graph.js").GraphNode} node */
const beyondCard = (node) =>
  beyond(node, node.role === "target" ? SYMBOL.target : SYMBOL.card, SYMBOL.smaller);

/** @type {WeakMap<Graph, number>} */
const longer = new WeakMap();

/** @param {Graph} graph */
function beyondTrack(graph) {
  const extra =
    longer.get(graph) ??
    graph.nodes.reduce(
      (most, node) => (isParameter(node) ? Math.max(most, beyond(node, SYMBOL.track)) : most),
      0,
    );
  longer.set(graph, extra);
  return extra;
}

/**
 * How large a track is, and how much of it the longest symbol takes beyond the usual.
 * @param {Graph} graph
 * @param {Orientation} orientation
 */
export function trackOf(graph, orientation) {
  const { along, across } = TERM_MEASURES[orientation].track;
  const extra = beyondTrack(graph);
  return orientation === "tall"
    ? { along, across: across + extra, extra }
    : { along: along + extra, across, extra };
}

/**
 * The room for what is written of a term: over its track, on both sides of it, or to its right.
 * @param {Point} at where the track begins
 * @param {Graph} graph
 * @param {Orientation} orientation
 * @returns {Box}
 */
export function termBox({ x, y }, graph, orientation) {
  const { along, across } = trackOf(graph, orientation);
  return orientation === "tall"
    ? { x, y, width: across, height: along }
    : { x, y: orientation === "broad" ? y - across + 3 : y - across / 2, width: along, height: across };
}

/**
 * How many tracks a node has: where there is a weight or a bias, one for everything that is added.
 * @param {Graph} graph
 * @param {number} index
 * @param {Orientation} orientation
 */
function countTracks(graph, index, orientation) {
  const { nodes } = graph;
  const edges = edgesInto(graph, index);
  const biases =
    orientation === "tall"
      ? 0
      : nodes[index].parents.filter((parent) => nodes[parent].role === "bias").length;
  return biases > 0 || edges.some(({ weight }) => weight >= 0) ? edges.length + biases : 0;
}

/**
 * What a node takes across the flow.
 * @param {Graph} graph
 * @param {number} index
 * @param {Orientation} orientation
 */
const breadthOf = (graph, index, orientation) =>
  Math.max(
    cardAcross(graph, index, orientation),
    countTracks(graph, index, orientation) * trackOf(graph, orientation).across,
  );

/**
 * @param {Graph} graph
 * @param {number} index
 * @param {Orientation} orientation
 */
const cardAcross = ({ nodes }, index, orientation) =>
  TERM_MEASURES[orientation].card.across + (orientation === "tall" ? beyondCard(nodes[index]) : 0);

/**
 * Whether all neurons have room for their terms.
 * @param {Graph} graph
 * @param {Column[]} columns
 * @param {Orientation} orientation
 */
export const haveRoomForTerms = (graph, columns, orientation) =>
  columns.every(({ form, grid, nodes }) => {
    const { apart, most } = TERM_MEASURES[orientation];
    const needed = nodes.reduce((sum, index) => sum + breadthOf(graph, index, orientation) + apart, 0);
    return form === "card" && !grid && needed <= most;
  });

/**
 * @param {Graph} graph
 * @param {Column[]} columns
 * @param {Orientation} orientation
 * @returns {import("../layout.js").Layout}
 */
export function layoutInTerms(graph, columns, orientation) {
  const wide = orientation !== "tall";
  const { nodes } = graph;
  const { card, ends, sides, shift } = TERM_MEASURES[orientation];
  const track = trackOf(graph, orientation);
  const last = nodes.length - 1;
  // A single target stands beside the loss.
  const targets = nodes.flatMap(({ role }, index) => (role === "target" ? [index] : []));
  const lone = targets.length === 1 ? targets[0] : -1;
  const kept = columns
    .map((column) => ({ ...column, nodes: column.nodes.filter((index) => index !== lone) }))
    .filter(({ nodes: held }) => held.length > 0);

  const placed = placeAlong(graph, kept, orientation);
  const half = (/** @type {number} */ index) => breadthOf(graph, index, orientation) / 2;
  /** @type {Map<number, number>} */
  const across = new Map();
  for (const { column, pitch } of placed) {
    column.nodes.forEach((index, k) => across.set(index, (k - (column.nodes.length - 1) / 2) * pitch));
  }
  if (lone >= 0) across.set(lone, card.across + TO_TARGET);
  const least = Math.min(...[...across].map(([index, at]) => at - half(index)));
  const most = Math.max(...[...across].map(([index, at]) => at + half(index)));
  const columnOf = new Map(
    placed.flatMap((place) => place.column.nodes.map((index) => /** @type {const} */ ([index, place]))),
  );
  if (lone >= 0) columnOf.set(lone, /** @type {Placed} */ (columnOf.get(last)));
  const middle = (/** @type {number} */ index) =>
    /** @type {number} */ (across.get(index)) - least + sides[0];

  const cards = [...columnOf.keys()]
    .sort((a, b) => a - b)
    .map((index) => {
      const { start, end } = /** @type {Placed} */ (columnOf.get(index));
      const tracks = countTracks(graph, index, orientation);
      const breadth = Math.max(
        cardAcross(graph, index, orientation),
        tracks > 0 ? tracks * track.across - CORNER : 0,
      );
      return {
        index,
        form: /** @type {const} */ ("card"),
        grid: -1,
        box: boxAt(wide, start, middle(index) - breadth / 2, end - start, breadth),
      };
    });
  const boxes = new Map(cards.map(({ index, box }) => [index, box]));
  const boxOf = (/** @type {number} */ index) => /** @type {Box} */ (boxes.get(index));
  /** Where the k-th track of a node runs. */
  const lane = (/** @type {number} */ index, /** @type {number} */ k) =>
    middle(index) + (k - (countTracks(graph, index, orientation) - 1) / 2) * track.across + shift;

  const edges = cards.flatMap(({ index: to, box }) => {
    const begins = /** @type {Placed} */ (columnOf.get(to)).start - track.along;
    let k = 0;
    const tracks = countTracks(graph, to, orientation);
    return edgesInto(graph, to).map((edge) => {
      const source = boxOf(edge.from);
      if (tracks === 0) {
        const { start, end } = edge.from === lone ? stacked(wide, source, box) : facing(wide, source, box);
        return {
          ...edge,
          start,
          end,
          label: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
          onDemand: false,
        };
      }
      const { start } = facing(wide, source, box);
      const at = lane(to, k++);
      const [label, end] = [pointAt(wide, begins, at), pointAt(wide, begins + track.along, at)];
      // What is done stands in the middle of the track.
      const halfway = { x: (label.x + end.x) / 2, y: (label.y + end.y) / 2 };
      return {
        ...edge,
        start,
        end,
        route: [start, label, end],
        label: edge.weight < 0 ? halfway : label,
        onDemand: false,
      };
    });
  });
  const tags = cards.flatMap(({ index: of, box }) =>
    nodes[of].parents
      .filter((parent) => nodes[parent].role === "bias")
      .map((index) => {
        if (!wide) {
          const to = { x: box.x + box.width / 2 + 10, y: box.y + box.height };
          return {
            index,
            of,
            to,
            from: { x: to.x, y: to.y + HANGING - 6 },
            at: { ...to, y: to.y + 1 },
            onDemand: false,
          };
        }
        const at = pointAt(
          wide,
          /** @type {Placed} */ (columnOf.get(of)).start - track.along,
          lane(of, countTracks(graph, of, orientation) - 1),
        );
        return { index, of, at, from: at, to: { x: box.x, y: at.y }, onDemand: false };
      }),
  );
  const length = placed[placed.length - 1].end + ends[1];
  const extent = most - least + sides[0] + sides[1];
  return {
    orientation,
    layered: false,
    terms: true,
    width: wide ? length : extent,
    height: wide ? extent : length,
    cards,
    boxes,
    inGrid: new Set(),
    sparing: !wide && columns.some(({ nodes: held }) => held.length > 2),
    grids: [],
    toggles: [],
    headings: placed.map(({ column: { role }, start, end }) => ({ role, at: headingAt(wide, start, end) })),
    bands: [],
    tags,
    edges,
  };
}

/**
 * Along the flow, and how far the cards of each column are apart across it.
 * @param {Graph} graph
 * @param {Column[]} columns
 * @param {Orientation} orientation
 * @returns {Placed[]}
 */
function placeAlong(graph, columns, orientation) {
  const { card, crossing, plain, ends, apart, extent } = TERM_MEASURES[orientation];
  const track = trackOf(graph, orientation);
  let position = ends[0] - plain;
  const needed = columns.map(({ nodes }) =>
    Math.max(...nodes.map((index) => breadthOf(graph, index, orientation) + apart)),
  );
  return columns.map((column) => {
    const into = column.nodes.flatMap((to) => edgesInto(graph, to));
    const sources = into.map(({ from }) => graph.nodes[from]);
    const letters = into.map(({ to }) => labelOf(graph.nodes[to]).length);
    position += column.nodes.some((index) => countTracks(graph, index, orientation) > 0)
      ? crossing + track.along
      : orientation === "tall"
        ? sources.some(({ role }) => role === "pre_activation")
          ? HANGING
          : plain
        : Math.max(plain, ...letters.map((count) => OPERATION.letter * count + OPERATION.around));
    const start = position;
    position +=
      card.along +
      (orientation === "tall" ? 0 : Math.max(...column.nodes.map((index) => beyondCard(graph.nodes[index]))));
    // What is of one layer stands straight behind one another, and so do columns of as many cards.
    const own = Math.max(
      ...columns.flatMap(({ layer, nodes }, other) =>
        layer === column.layer || nodes.length === column.nodes.length ? [needed[other]] : [],
      ),
    );
    const count = column.nodes.length;
    return {
      column,
      start,
      end: position,
      pitch: Math.min(Math.max(own, (extent - own) / Math.max(count - 1, 1)), own * SPREAD),
    };
  });
}

/**
 * From the side of one card to that of another that stands beside it across the flow.
 * @param {boolean} wide
 * @param {Box} source
 * @param {Box} target
 */
const stacked = (wide, source, target) =>
  wide
    ? {
        start: { x: source.x + source.width / 2, y: source.y },
        end: { x: target.x + target.width / 2, y: target.y + target.height },
      }
    : {
        start: { x: source.x, y: source.y + source.height / 2 },
        end: { x: target.x + target.width, y: target.y + target.height / 2 },
      };
