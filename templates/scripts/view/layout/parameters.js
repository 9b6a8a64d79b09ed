/**
 * Where the parameters stand that are drawn one by one: weights on their edges, a bias at its card.
 *
 * @typedef {import("../layout.js").Point} Point
 * @typedef {import("../layout.js").Box} Box
 * @typedef {import("../layout.js").Tag} Tag
 * @typedef {import("../layout.js").Edge} Edge
 * @typedef {import("../layout.js").Orientation} Orientation
 * @typedef {import("../../engine/graph.js").Graph} Graph
 * @typedef {import("./labels.js").Line} Line
 */
import { labelWidth, placeNearSource, placesFor, pointAlong, tagBox } from "./labels.js";

/** From a slim card to where its bias begins. */
export const SLIM_TAG = 100;
/** Between a card and a label, along the flow. */
const CARD_MARGIN = 0.5;

/**
 * Where a bias hangs on its card, by the card's form and the way of the flow: where its line ends there, and
 * from that how far it is to where the line begins and to where the text does. Above the card when the flow
 * is to the right, beside it or its outgoing edge when it is down; before a slim card, when it is asked for.
 * @type {Record<string, {to: (box: Box) => Point, from: Point, at: Point}>}
 */
const HANGS = {
  slim: {
    to: ({ x, y, height }) => ({ x, y: y + height - 7 }),
    from: { x: -6, y: 0 },
    at: { x: 4 - SLIM_TAG, y: 3 },
  },
  card_wide: {
    to: ({ x, y, width }) => ({ x: x + width / 2, y }),
    from: { x: 0, y: -38 },
    at: { x: 8, y: -30 },
  },
  card_tall: {
    to: ({ x, y, width, height }) => ({ x: x + width / 2 + 7, y: y + height }),
    from: { x: 0, y: 12 },
    at: { x: 3, y: 14 },
  },
  operation_wide: { to: ({ x, y }) => ({ x: x + 16, y }), from: { x: 0, y: -38 }, at: { x: 8, y: -28 } },
  operation_tall: {
    to: ({ x, y, width, height }) => ({ x: x + width, y: y + height / 2 - 6 }),
    from: { x: 8, y: 0 },
    at: { x: 12, y: 0 },
  },
};

/**
 * @param {Graph} graph
 * @param {import("../layout.js").Card[]} cards
 * @param {Orientation} orientation
 * @returns {Tag[]}
 */
export const tagsOf = ({ nodes }, cards, orientation) =>
  cards
    .filter(({ grid }) => grid < 0)
    .flatMap(({ index: of, form, box }) =>
      nodes[of].parents
        .filter((index) => nodes[index].role === "bias")
        .map((index) => {
          const onDemand = form === "slim";
          const hangs = HANGS[onDemand ? form : `${form}_${orientation}`];
          const to = hangs.to(box);
          const beside = (/** @type {Point} */ { x, y }) => ({ x: to.x + x, y: to.y + y });
          return { index, of, at: beside(hangs.at), from: beside(hangs.from), to, onDemand };
        }),
    );

/**
 * The labels of all edges into one column.
 * @param {Graph} graph
 * @param {Line[]} edges
 * @param {Map<number, Box>} boxes
 * @param {Tag[]} tags
 * @param {Orientation} orientation
 * @returns {Edge[]}
 */
export function withLabels({ nodes }, edges, boxes, tags, orientation) {
  const weighted = edges.filter(({ weight }) => weight >= 0);
  const widthOf = (/** @type {number} */ weight) => labelWidth(nodes[weight]);
  const obstacles = [
    ...[...new Set(edges.flatMap(({ from, to }) => [from, to]))].map((index) =>
      withMargin(/** @type {Box} */ (boxes.get(index))),
    ),
    ...tags.map(({ index, at }) => tagBox(at, labelWidth(nodes[index]))),
  ];
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

/**
 * @param {Box} box
 * @returns {Box}
 */
const withMargin = ({ x, y, width, height }) => ({
  x: x - CARD_MARGIN,
  y,
  width: width + 2 * CARD_MARGIN,
  height,
});
