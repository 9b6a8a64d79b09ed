/**
 * Which nodes of a graph stand together, and how they are drawn.
 *
 * A node's column is its distance from the inputs; several targets get a column of their own, beyond the
 * loss. A column is drawn as "card"s, each with its edges; as "slim" cards, where there are many; or as a
 * grid, whose edges are one band: of "cell"s whose colour is the value, or, once the layer is opened, of slim
 * cards.
 *
 * @typedef {import("../../engine/graph.js").Graph} Graph
 * @typedef {import("../layout.js").Orientation} Orientation
 * @typedef {"card" | "slim" | "cell"} Form
 * @typedef {object} Column
 * @property {number[]} nodes in order
 * @property {number} centred how many of them the column is centred on (when there is room, a target hangs
 *   below)
 * @property {number} letters of its longest symbol, but for the first
 * @property {string} role the role that names it
 * @property {number} layer 0 for the inputs; a pre-activation and its activation are one layer
 * @property {Form} form
 * @property {boolean} grid
 * @property {boolean} toggles whether the layer can be opened and closed
 */
import { MANY_NEURONS } from "../../lesson/grain.js";
import { isParameter } from "../../lesson/steps.js";

/** The layers of a network of many neurons are drawn as cells, but for small ones. */
const SMALL_LAYER = 4;
/** A symbol has room for so many letters; of a longer one, such as that of a feature, so many are drawn. */
export const MOST_LETTERS = 8;
/** The largest layer that has room for its edges one by one. */
const LARGEST_COLUMN = { broad: 16, wide: 16, tall: 4 };
/** The largest layer of a smaller network whose numbers are always shown. */
const LARGEST_SHOWN = 16;
/** The largest column with room for whole cards. */
const LARGEST_ROOMY = 6;

/**
 * @param {Graph} graph
 * @param {Orientation} orientation
 * @param {number} opened the layer that is open, or -1
 * @returns {Column[]}
 */
export function columnsOf(graph, orientation, opened) {
  const { nodes } = graph;
  const neurons = nodes.reduce((count, { role }) => count + (role === "pre_activation" ? 1 : 0), 0);
  const columns = byDepth(graph).map((all) => {
    const targets = all.filter((index) => nodes[index].role === "target");
    const others = all.filter((index) => nodes[index].role !== "target");
    return {
      nodes: [...others, ...targets],
      role: nodes[[...others, ...targets][0]].role,
      centred: others.length,
    };
  });
  const gridded = columns.map(
    ({ nodes: { length } }) =>
      length > LARGEST_COLUMN[orientation] || (neurons >= MANY_NEURONS && length > SMALL_LAYER),
  );
  const most = columns.reduce(
    (size, column, position) => (gridded[position] ? size : Math.max(size, column.nodes.length)),
    0,
  );
  let layer = -1;
  return columns.map((column, position) => {
    const {
      role,
      nodes: { length },
      centred,
    } = column;
    const follows =
      columns[position - 1]?.role === "pre_activation" && (role === "hidden" || role === "output");
    if (!follows) layer += 1;
    const grid = gridded[position];
    const toggles = grid && !(orientation === "tall" && neurons < MANY_NEURONS && length <= LARGEST_SHOWN);
    const plain = orientation !== "tall" && most > LARGEST_ROOMY ? "slim" : "card";
    return {
      ...column,
      letters: Math.max(
        ...column.nodes.map((index) => {
          const [base, subscript] = nodes[index].symbol;
          return Math.min(base.length, MOST_LETTERS) + subscript.length - 1;
        }),
      ),
      centred: orientation === "tall" || centred === 0 || grid ? length : centred,
      layer,
      grid,
      toggles,
      form: !grid ? plain : toggles && layer !== opened ? "cell" : "slim",
    };
  });
}

/**
 * The nodes other than parameters by their distance from the inputs.
 * @param {Graph} graph
 */
function byDepth({ nodes, children }) {
  const depth = new Int32Array(nodes.length);
  nodes.forEach(({ parents }, index) => {
    for (const parent of parents) depth[index] = Math.max(depth[index], depth[parent] + 1);
  });
  const beyond = depth[nodes.length - 1] + 1;
  const several = nodes.filter(({ role }) => role === "target").length > 1;
  /** @type {number[][]} */
  const columns = [];
  nodes.forEach((node, index) => {
    if (isParameter(node)) return;
    let column = depth[index];
    if (several && node.role === "target") column = beyond;
    else if (node.op === "leaf" && children[index].length > 0) {
      column = children[index].reduce((least, child) => Math.min(least, depth[child]), beyond) - 1;
    }
    (columns[column] ??= []).push(index);
  });
  return columns.filter((column) => column);
}

/**
 * The edges into a node from others that are drawn. A weight stands on the edge of the value it multiplies (a
 * weighted sum reads w, x, w, x, …, b).
 * @param {Graph} graph
 * @param {number} to
 * @returns {{from: number, to: number, weight: number}[]} `weight` is -1 where there is none
 */
export function edgesInto({ nodes }, to) {
  const { parents } = nodes[to];
  return parents.flatMap((from, position) => {
    if (isParameter(nodes[from])) return [];
    const before = parents[position - 1];
    return [{ from, to, weight: position > 0 && nodes[before].role === "weight" ? before : -1 }];
  });
}
