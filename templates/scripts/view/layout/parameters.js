/**
 * Where the parameters stand that are drawn one by one: weights on their edges, a bias at its card.
 *
 * @typedef {import("../layout.js").Box} Box
 * @typedef {import("../layout.js").Tag} Tag
 * @typedef {import("../layout.js").Edge} Edge
 * @typedef {import("../layout.js").Orientation} Orientation
 * @typedef {import("../../engine/graph.js").Graph} Graph
 * @typedef {import("./labels.js").Line} Line
 */
import { labelWidth, overlap, placeNearSource, placesFor, pointAlong, tagBox } from "./labels.js";

/** From a slim card to where its bias begins. */
export const SLIM_TAG = 70;
/** Between a card and a label, along the flow. */
const CARD_MARGIN = 0.5;

/**
 * A bias hangs on its neuron's card: above it when the flow is to the right, beside its outgoing edge when it is down.
 * At a slim card it stands before it, when it is asked for.
 * @param {Graph} graph @param {import("./columns.js").Column[]} columns @param {Map<number, Box>} boxes @param {Orientation} orientation
 * @returns {Tag[]}
 */
export function tagsOf({ nodes }, columns, boxes, orientation) {
  return columns.filter(({ grid }) => !grid).flatMap(({ nodes: here, form }) => here.flatMap((of) => {
    const box = /** @type {Box} */ (boxes.get(of));
    const x = box.x + box.width / 2;
    const bottom = box.y + box.height;
    return nodes[of].parents.filter((index) => nodes[index].role === "bias").map((index) => {
      if (form === "slim") return { index, of, at: { x: box.x - SLIM_TAG + 4, y: bottom - 4 }, from: { x: box.x - 6, y: bottom - 7 }, to: { x: box.x, y: bottom - 7 }, onDemand: true };
      return orientation === "wide"
        ? { index, of, at: { x: x + 8, y: box.y - 12 }, from: { x, y: box.y - 24 }, to: { x, y: box.y }, onDemand: false }
        : { index, of, at: { x: x + 10, y: bottom + 14 }, from: { x: x + 7, y: bottom + 12 }, to: { x: x + 7, y: bottom }, onDemand: false };
    });
  }));
}

/**
 * The labels of all edges into one column.
 * @param {Graph} graph @param {Line[]} edges @param {Map<number, Box>} boxes @param {Tag[]} tags @param {Orientation} orientation
 * @returns {Edge[]}
 */
export function withLabels({ nodes }, edges, boxes, tags, orientation) {
  const weighted = edges.filter(({ weight }) => weight >= 0);
  const widthOf = (/** @type {number} */ weight) => labelWidth(nodes[weight]);
  const gap = spanned(weighted);
  const obstacles = [
    ...[...new Set(edges.flatMap(({ from, to }) => [from, to]))].map((index) => withMargin(/** @type {Box} */ (boxes.get(index)))),
    ...tags.map(({ index, at, onDemand }) => tagBox(at, labelWidth(nodes[index]), orientation === "wide" && !onDemand)),
  ].filter((box) => overlap(box, gap));
  const places = placesFor(weighted, widthOf, obstacles);
  const rows = new Map([...new Set(weighted.map(({ from }) => from))].map((from, row) => [from, row]));
  const widest = weighted.reduce((most, { weight }) => Math.max(most, widthOf(weight)), 0);
  let next = 0;
  return edges.map((edge) => {
    if (edge.weight < 0) return { ...edge, label: pointAlong(edge, 0.5), onDemand: false };
    return {
      ...edge,
      label: places ? places[next++] : placeNearSource(edge, widest, orientation, rows.get(edge.from) ?? 0),
      onDemand: places === null,
    };
  });
}

/** @param {Box} box @returns {Box} */
const withMargin = ({ x, y, width, height }) => ({ x: x - CARD_MARGIN, y, width: width + 2 * CARD_MARGIN, height });

/** Where labels can be: between the ends of the edges, and a little beside. @param {Line[]} lines @returns {Box} */
function spanned(lines) {
  const xs = lines.flatMap(({ start, end }) => [start.x, end.x]);
  const ys = lines.flatMap(({ start, end }) => [start.y, end.y]);
  const [x, y] = [Math.min(...xs) - 200, Math.min(...ys) - 50];
  return { x, y, width: Math.max(...xs) + 200 - x, height: Math.max(...ys) + 50 - y };
}
