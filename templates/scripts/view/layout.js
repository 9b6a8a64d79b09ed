/**
 * Where everything of a graph stands. Pure geometry: it knows no SVG and no numbers of a pass.
 *
 * A node's column is its distance from the inputs; parameters stand on the edges. "wide" runs from left to right,
 * "tall" from top to bottom, for narrow screens.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {"wide" | "tall"} Orientation
 * @typedef {{x: number, y: number}} Point
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {{index: number, box: Box}} Card a node that is drawn as a card
 * @typedef {{index: number, of: number, at: Point, from: Point, to: Point}} Tag a bias: where its text begins, and its line to the card
 * @typedef {object} Edge
 * @property {number} from
 * @property {number} to
 * @property {number} weight the weight that stands on it, or -1
 * @property {Point} start
 * @property {Point} end
 * @property {Point | null} label where its text is centred; null where there is no room until it is asked for
 * @typedef {{role: string, at: Point}} Heading
 * @typedef {{orientation: Orientation, width: number, height: number, cards: Card[], tags: Tag[], edges: Edge[], headings: Heading[]}} Layout
 */
import { isParameter } from "../lesson/steps.js";

/** Lengths in the drawing's own units, which are pixels at its natural size. */
const MEASURES = {
  wide: { card: { width: 84, height: 68 }, weighted: 116, plain: 54, pitches: [136, 112, 92], before: 60, after: 12, side: 8 },
  tall: { card: { width: 80, height: 64 }, weighted: 96, plain: 40, pitches: [118, 92, 88], before: 6, after: 6, side: 28 },
};
const LABEL = { width: 68, height: 34 };
/** Places along an edge at which its label is tried, best first. */
const LABEL_PLACES = [0.3, 0.36, 0.42, 0.24, 0.5, 0.58, 0.66, 0.74];
/** And beside it, where there is no room on it. */
const LABEL_SHIFTS = [0, LABEL.width / 2 + 3, -LABEL.width / 2 - 3];

/** @param {Graph} graph @param {Orientation} orientation @returns {Layout} */
export function layout(graph, orientation) {
  const measures = MEASURES[orientation];
  const columns = columnsOf(graph, orientation);
  const edges = edgesOf(graph);
  const crossings = columns.map((_, column) => edges.some(({ to, weight }) => weight >= 0 && columns[column].nodes.includes(to)));

  // First along (the direction of the flow) and across, then turned into x and y.
  const alongSize = orientation === "wide" ? measures.card.width : measures.card.height;
  const acrossSize = orientation === "wide" ? measures.card.height : measures.card.width;
  const most = Math.max(...columns.map(({ nodes }) => nodes.length));
  const pitch = measures.pitches[Math.min(Math.max(most - 2, 0), 2)];
  let position = orientation === "wide" ? measures.side : measures.before;
  /** @type {Map<number, {along: number, across: number}>} */
  const places = new Map();
  const starts = columns.map(({ nodes, centred }, column) => {
    if (column > 0) position += alongSize + (crossings[column] ? measures.weighted : measures.plain);
    nodes.forEach((node, row) => places.set(node, { along: position, across: (row - (centred - 1) / 2) * pitch }));
    return position;
  });
  const across = [...places.values()].map((place) => place.across);
  const first = Math.min(...across);
  const extent = Math.max(...across) - first + acrossSize;
  const shift = (orientation === "wide" ? measures.before : measures.side) - first;

  const cards = [...places].map(([index, place]) => ({
    index,
    box: orientation === "wide"
      ? { x: place.along, y: place.across + shift, ...measures.card }
      : { x: place.across + shift, y: place.along, ...measures.card },
  }));
  const boxes = new Map(cards.map(({ index, box }) => [index, box]));
  const length = position + alongSize;
  const size = orientation === "wide"
    ? { width: length + measures.side, height: extent + measures.before + measures.after }
    : { width: extent + 2 * measures.side, height: length + measures.after };
  return {
    orientation,
    ...size,
    cards,
    tags: tagsOf(graph, boxes, orientation),
    edges: withLabels(edges.map((edge) => ({ ...edge, ...ends(edge, boxes, orientation) }))),
    headings: columns.map(({ role }, column) => ({
      role,
      at: orientation === "wide"
        ? { x: starts[column] + alongSize / 2, y: 16 }
        : { x: 10, y: starts[column] + alongSize / 2 },
    })),
  };
}

/**
 * @param {Graph} graph
 * @param {Orientation} orientation
 * @returns {{nodes: number[], centred: number, role: string}[]} each column's nodes in order, how many of them the column
 *   is centred on (when there is room, targets hang below), and the role that names it
 */
function columnsOf({ nodes, children }, orientation) {
  const depth = nodes.map(() => 0);
  nodes.forEach((node, index) => {
    if (node.parents.length > 0) depth[index] = 1 + Math.max(...node.parents.map((parent) => depth[parent]));
  });
  nodes.forEach((node, index) => {
    if (node.op === "leaf" && children[index].length > 0) depth[index] = Math.min(...children[index].map((child) => depth[child])) - 1;
  });
  const columns = Array.from({ length: Math.max(...depth) + 1 }, (_, column) => {
    const here = nodes.flatMap((node, index) => (depth[index] === column && !isParameter(node) ? [index] : []));
    const targets = here.filter((index) => nodes[index].role === "target");
    const others = here.filter((index) => nodes[index].role !== "target");
    const all = [...others, ...targets];
    return { nodes: all, centred: orientation === "tall" ? all.length : Math.max(others.length, 1), role: all.length > 0 ? nodes[all[0]].role : "" };
  });
  return columns.filter((column) => column.nodes.length > 0);
}

/**
 * The edges between cards. A weight stands on the edge of the value it multiplies (a weighted sum reads w, x, w, x, …, b).
 * @param {Graph} graph
 */
export function edgesOf({ nodes }) {
  return nodes.flatMap((node, to) => node.parents.flatMap((from, position) => {
    if (isParameter(nodes[from])) return [];
    const before = node.parents[position - 1];
    const weight = position > 0 && nodes[before].role === "weight" ? before : -1;
    return [{ from, to, weight }];
  }));
}

/** Where an edge leaves and enters. @param {{from: number, to: number}} edge @param {Map<number, Box>} boxes @param {Orientation} orientation */
function ends({ from, to }, boxes, orientation) {
  const source = /** @type {Box} */ (boxes.get(from));
  const target = /** @type {Box} */ (boxes.get(to));
  return orientation === "wide"
    ? { start: { x: source.x + source.width, y: middle(source).y }, end: { x: target.x, y: middle(target).y } }
    : { start: { x: middle(source).x, y: source.y + source.height }, end: { x: middle(target).x, y: target.y } };
}

/** @param {Box} box */
const middle = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** Each weight's label takes the first place along its edge where it covers no other. @param {Omit<Edge, "label">[]} edges @returns {Edge[]} */
function withLabels(edges) {
  /** @type {Point[]} */
  const taken = [];
  const free = (/** @type {Point} */ { x, y }) => taken.every((other) =>
    Math.abs(other.x - x) >= LABEL.width || Math.abs(other.y - y) >= LABEL.height);
  return edges.map((edge) => {
    if (edge.weight < 0) return { ...edge, label: along(edge, 0.5) };
    const label = labelPlaces(edge).find(free) ?? null;
    if (label) taken.push(label);
    return { ...edge, label };
  });
}

/** @param {{start: Point, end: Point}} edge */
const labelPlaces = (edge) => LABEL_SHIFTS.flatMap((shift) => LABEL_PLACES.map((share) => {
  const { x, y } = along(edge, share);
  return { x: x + shift, y };
}));

/** @param {{start: Point, end: Point}} edge @param {number} share @returns {Point} */
function along({ start, end }, share) {
  return { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
}

/** A bias hangs on its neuron's card: above it when the flow is to the right, beside its outgoing edge when it is down. @param {Graph} graph @param {Map<number, Box>} boxes @param {Orientation} orientation @returns {Tag[]} */
function tagsOf({ nodes, children }, boxes, orientation) {
  return nodes.flatMap((node, index) => {
    const of = children[index][0];
    const box = boxes.get(of);
    if (node.role !== "bias" || !box) return [];
    const x = middle(box).x;
    return [orientation === "wide"
      ? { index, of, at: { x: x + 8, y: box.y - 12 }, from: { x, y: box.y - 24 }, to: { x, y: box.y } }
      : { index, of, at: { x: x + 10, y: box.y + box.height + 14 }, from: { x: x + 7, y: box.y + box.height + 12 }, to: { x: x + 7, y: box.y + box.height } }];
  });
}
