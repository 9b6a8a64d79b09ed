/**
 * A graph in layers: cards of several sizes, and edges that find their way between them. As in layout.js,
 * everything is placed along the flow and across it, then turned into x and y.
 *
 * @typedef {import("../../engine/graph.js").Graph} Graph
 * @typedef {import("../layout.js").Orientation} Orientation
 * @typedef {import("../layout.js").Box} Box
 * @typedef {import("../layout.js").CardForm} CardForm
 * @typedef {import("./ranks.js").Stop} Stop
 * @typedef {object} Lane what a stop takes of its layer
 * @property {CardForm} form
 * @property {number} length of its card along the flow
 * @property {number} breadth
 * @property {number} ahead along the flow, room for the weight on its edge
 * @property {number} near across the flow, from its middle
 * @property {number} far
 */
import { labelOf } from "../../lesson/operations.js";
import { isLeaf } from "../../lesson/steps.js";
import { edgesInto } from "./columns.js";
import { LABEL_HEIGHT, labelWidth } from "./labels.js";
import { isFree, layersAndChains } from "./ranks.js";
import { tagsOf } from "./parameters.js";
import { routeOf, shiftOf } from "./routes.js";
import { straighten } from "./straight.js";
import { boxAt, facing, headingAt, pointAt } from "./turned.js";

const HEIGHT = 64;
/** @type {Record<"card" | "operation" | "constant", {width: number, height: number}>} */
const LEAST = {
  card: { width: 92, height: HEIGHT },
  operation: { width: 104, height: HEIGHT },
  constant: { width: 32, height: 28 },
};
/** About what a letter of a symbol, of its subscript, of an operation's name and of a number takes. */
const LETTER_WIDTHS = { symbol: 11, subscript: 7, name: 9.2, number: 8 };
const PADDING = 26;
/** Between two cards of a layer; and between a lane and whatever is beside it. */
const GAP = { card: 14, lane: 11 };
/** Between two layers: more, where an edge goes far aside. */
const BETWEEN = { wide: 40, tall: 30, slope: 0.1, most: 48 };
const MARGIN_AROUND = 12;
const HEADING_ROOM = { wide: 40, tall: 20 };
const BIAS_ROOM = LABEL_HEIGHT + 8;

/**
 * @param {Graph} graph
 * @param {Orientation} orientation
 * @returns {import("../layout.js").Layout}
 */
export function layoutInLayers(graph, orientation) {
  const wide = orientation !== "tall";
  const { layers, chains } = layersAndChains(graph);
  const lanes = graph.nodes.map((_, index) => laneOf(graph, index, wide));
  straighten(
    layers,
    (a, b) =>
      takenBy(lanes, a, "far") + takenBy(lanes, b, "near") + (a.waypoint || b.waypoint ? GAP.lane : GAP.card),
  );
  const free = isFree(graph);
  const extent = alignAcross(
    layers,
    lanes,
    free ? MARGIN_AROUND : wide ? HEADING_ROOM.wide : HEADING_ROOM.tall,
  );
  const tracks = tracksOf(layers, lanes, wide ? BETWEEN.wide : BETWEEN.tall);
  const length = tracks[tracks.length - 1].end + MARGIN_AROUND;

  const turned = (/** @type {import("./routes.js").Spot} */ { along, across }) =>
    pointAt(wide, along, across);
  const cards = chains.flatMap(([card], index) =>
    card
      ? [
          {
            index,
            form: lanes[index].form,
            grid: -1,
            box: boxOf(lanes[index], card, tracks[card.rank], wide),
          },
        ]
      : [],
  );
  const boxes = new Map(cards.map(({ index, box }) => [index, box]));
  const edges = graph.nodes.flatMap((_, to) => {
    const into = edgesInto(graph, to);
    return into.map((edge) => {
      const { from, weight } = edge;
      const alike = into.filter((other) => other.from === from);
      const [source, target] = [chains[from][0], chains[to][0]];
      const stops = [...chains[from].slice(0, target.rank - source.rank), target];
      const breadth = Math.min(...[from, to].map((index) => lanes[index].breadth));
      const { start, end } = facing(
        wide,
        /** @type {Box} */ (boxes.get(from)),
        /** @type {Box} */ (boxes.get(to)),
      );
      const [leaves, enters] = wide ? [start.x, end.x] : [start.y, end.y];
      const route = routeOf(
        stops,
        tracks,
        { leaves, enters },
        shiftOf(alike.indexOf(edge), alike.length, breadth - 10),
      ).map(turned);
      const label = pointAt(
        wide,
        enters - lanes[to].ahead / 2 - (wide ? 0 : LABEL_HEIGHT / 2 - 11),
        target.across,
      );
      return {
        from,
        to,
        weight,
        start: route[0],
        end: route[route.length - 1],
        route,
        label,
        onDemand: false,
      };
    });
  });
  return {
    orientation,
    layered: true,
    terms: false,
    width: wide ? length : extent,
    height: wide ? extent : length,
    cards,
    boxes,
    inGrid: new Set(),
    sparing: false,
    grids: [],
    toggles: [],
    headings: free ? [] : headingsOf(graph, layers, tracks, wide),
    tags: tagsOf(graph, cards, wide ? "wide" : "tall"),
    bands: [],
    edges,
  };
}

/**
 * @param {Graph} graph
 * @param {number} index
 * @param {boolean} wide
 * @returns {Lane}
 */
function laneOf({ nodes }, index, wide) {
  const node = nodes[index];
  const [base, subscript] = node.symbol;
  const form = node.role === "constant" ? "constant" : isLeaf(node) ? "card" : "operation";
  const letters =
    form === "constant"
      ? base.length * LETTER_WIDTHS.number
      : base.length * LETTER_WIDTHS.symbol +
        subscript.length * LETTER_WIDTHS.subscript +
        (form === "operation" ? labelOf(node).length * LETTER_WIDTHS.name : 0);
  const { width: least, height } = LEAST[form];
  const width = Math.max(least, Math.ceil(letters) + (form === "constant" ? 16 : PADDING));
  const weights = node.parents
    .filter((parent) => nodes[parent].role === "weight")
    .map((weight) => labelWidth(nodes[weight]));
  const widest = Math.max(0, ...weights);
  const bias = node.parents.find((parent) => nodes[parent].role === "bias");
  const aside = bias === undefined ? 0 : wide ? BIAS_ROOM : labelWidth(nodes[bias]) + 12;
  const [length, breadth] = wide ? [width, height] : [height, width];
  const label = wide ? 0 : widest / 2;
  return {
    form,
    length,
    breadth,
    ahead: widest && (wide ? widest : LABEL_HEIGHT) + 12,
    near: Math.max(breadth / 2 + (wide ? aside : 0), label),
    far: Math.max(breadth / 2 + (wide ? 0 : aside), label),
  };
}

/**
 * What a stop takes of its layer; a waypoint takes nothing.
 * @param {Lane[]} lanes
 * @param {Stop} stop
 * @param {"near" | "far"} side
 */
const takenBy = (lanes, { waypoint, node }, side) => (waypoint ? 0 : lanes[node][side]);

/**
 * Moves everything to where the drawing begins.
 * @param {Stop[][]} layers
 * @param {Lane[]} lanes
 * @param {number} margin
 * @returns {number} how far it then reaches
 */
function alignAcross(layers, lanes, margin) {
  const least = Math.min(...layers.map(([first]) => first.across - takenBy(lanes, first, "near")));
  const most = Math.max(
    ...layers
      .map((layer) => layer[layer.length - 1])
      .map((last) => last.across + takenBy(lanes, last, "far")),
  );
  for (const stop of layers.flat()) stop.across += margin - least;
  return most - least + margin + MARGIN_AROUND;
}

/**
 * Where the layers are along the flow.
 * @param {Stop[][]} layers
 * @param {Lane[]} lanes
 * @param {number} between
 * @returns {import("./routes.js").Track[]}
 */
function tracksOf(layers, lanes, between) {
  let end = MARGIN_AROUND - between;
  return layers.map((layer) => {
    const steepest = Math.max(
      0,
      ...layer.flatMap(({ across, before }) => before.map((other) => Math.abs(other.across - across))),
    );
    const start = end + between + Math.round(Math.min(steepest * BETWEEN.slope, BETWEEN.most));
    end =
      start +
      Math.max(...layer.map(({ waypoint, node }) => (waypoint ? 0 : lanes[node].ahead + lanes[node].length)));
    return { start, end };
  });
}

/**
 * In the middle of its layer, behind its weight; what reads nothing, where its edges begin.
 * @param {Lane} lane
 * @param {Stop} stop
 * @param {import("./routes.js").Track} track
 * @param {boolean} wide
 * @returns {Box}
 */
const boxOf = ({ length, breadth, ahead }, { across, before }, { start, end }, wide) =>
  boxAt(
    wide,
    before.length > 0 ? (start + end + ahead - length) / 2 : end - length,
    across - breadth / 2,
    length,
    breadth,
  );

/**
 * Over layers whose cards are of one kind.
 * @param {Graph} graph
 * @param {Stop[][]} layers
 * @param {import("./routes.js").Track[]} tracks
 * @param {boolean} wide
 */
function headingsOf({ nodes }, layers, tracks, wide) {
  return layers.flatMap((layer, rank) => {
    const roles = new Set(layer.flatMap(({ waypoint, node }) => (waypoint ? [] : [nodes[node].role])));
    return roles.size > 1
      ? []
      : [...roles].map((role) => ({ role, at: headingAt(wide, tracks[rank].start, tracks[rank].end) }));
  });
}
