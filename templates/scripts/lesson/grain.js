/**
 * The same pass at four grains: operations (every multiplication and addition a step), neurons, neurons with a step for
 * the gradient of each input, layers.
 *
 * @typedef {"operations" | "neurons" | "inputs" | "layers"} Grain
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("../engine/graph.js").GraphNode} GraphNode
 * @typedef {import("./steps.js").Lesson} Lesson
 * @typedef {import("./steps.js").Step} Step
 */
import { createGraph } from "../engine/graph.js";
import { inputsOf, outputsOf, weightIndex } from "../engine/network.js";
import { isParameter } from "./steps.js";

/** @type {readonly Grain[]} */
export const GRAINS = Object.freeze(["operations", "neurons", "inputs", "layers"]);

/**
 * From this many neurons on a network is drawn compactly, and stepped through by layer unless one says
 * otherwise.
 */
export const MANY_NEURONS = 40;
/**
 * With more quantities than these nobody steps through every operation, nor would the browser draw them in
 * time.
 */
const MOST_FOR_OPERATIONS = 2000;

/**
 * The grain in which a network opens; a formula, which has no layers, has operations alone.
 * @param {import("../engine/network.js").Network | null} network
 * @returns {Grain}
 */
export const usualGrain = (network) =>
  network === null
    ? "operations"
    : network.layers.reduce((neurons, { biases }) => neurons + biases.length, 0) >= MANY_NEURONS
      ? "layers"
      : "neurons";

/**
 * The grains in which a network can be seen.
 * @param {import("../engine/network.js").Network | null} network
 * @returns {readonly Grain[]}
 */
export const grainsOf = (network) =>
  network === null ? GRAINS.slice(0, 1) : GRAINS.slice(quantitiesOf(network) > MOST_FOR_OPERATIONS ? 1 : 0);

/**
 * How many quantities there are, from the inputs to the loss.
 * @param {import("../engine/network.js").Network} network
 */
const quantitiesOf = (network) =>
  network.layers.reduce(
    (count, { weights, biases }) => count + (weights[0].length + 3) * biases.length,
    inputsOf(network) + outputsOf(network) + 1,
  );

/**
 * Every weighted sum in elementary operations: a product for each weight, and additions from left to right.
 * All nodes of the graph are still there, under their names.
 * @param {Graph} graph
 * @returns {Graph}
 */
export function inOperations(graph) {
  /** @type {GraphNode[]} */
  const nodes = [];
  /** @type {number[]} where each node of the graph stands now */
  const moved = [];
  const add = (/** @type {GraphNode} */ node) => nodes.push(node) - 1;
  graph.nodes.forEach((node, index) => {
    const parents = node.parents.map((parent) => moved[parent]);
    moved[index] = node.op === "weighted_sum" ? addSum(node, parents, graph, add) : add({ ...node, parents });
  });
  return createGraph(nodes);
}

/**
 * @param {GraphNode} sum
 * @param {number[]} parents w₁, s₁, w₂, s₂, …, b
 * @param {Graph} graph whose names are taken
 * @param {(node: GraphNode) => number} add
 * @returns {number} the sum's place
 */
function addSum(sum, parents, { index }, add) {
  const inner = (
    /** @type {string} */ base,
    /** @type {{name: string, subscript: string}} */ place,
    /** @type {string} */ op,
    /** @type {number[]} */ of,
  ) =>
    add({
      name: base + place.name + (base + place.name in index ? "_" : ""),
      symbol: [base, place.subscript],
      role: "operation",
      op,
      parents: of,
      neuron: sum.neuron,
    });
  const bias = parents[parents.length - 1];
  let total = -1;
  for (let k = 0; k + 1 < parents.length; k += 2) {
    const place = weightIndex(sum.neuron ?? 0, k / 2 + 1);
    const product = inner("p", place, "multiply", [parents[k], parents[k + 1]]);
    total = total < 0 ? product : inner("s", place, "add", [total, product]);
  }
  return add({ ...sum, op: "add", parents: [total, bias] });
}

/**
 * The steps of a network, a whole layer at a time. A parameter of several layers is in the step of the first
 * of them: only there is all known that adds up to its gradient.
 * @param {Graph} graph
 * @returns {Step[]}
 */
export function layerSteps(graph) {
  const leaves = graph.nodes.flatMap((node, index) => (node.op === "leaf" ? [index] : []));
  const groups = layerGroups(graph);
  const last = groups.length - 1;
  return [
    { phase: "forward", kind: "leaves", focus: leaves, of: -1 },
    ...groups.map((focus) => /** @type {Step} */ ({ phase: "forward", kind: "value", focus, of: focus[0] })),
    ...groups
      .slice(0, last)
      .reverse()
      .flatMap((focus) => {
        const read = new Set(focus.flatMap((index) => graph.nodes[index].parents));
        const parameters = [...read].filter(
          (parent) => isParameter(graph.nodes[parent]) && focus.includes(graph.children[parent][0]),
        );
        return /** @type {Step[]} */ ([
          { phase: "backward", kind: "gradient", focus, of: focus[0] },
          ...(parameters.length > 0
            ? [{ phase: "backward", kind: "parameters", focus: parameters, of: focus[0] }]
            : []),
        ]);
      }),
    {
      phase: "backward",
      kind: "summary",
      focus: graph.nodes.flatMap((node, index) => (node.role === "input" ? [index] : [])),
      of: -1,
    },
  ];
}

/**
 * The computed nodes by their distance from the inputs: pre-activations, activations, and so on, last the
 * loss.
 * @param {Graph} graph
 * @returns {number[][]}
 */
export function layerGroups({ nodes }) {
  /** @type {number[]} */
  const depth = [];
  /** @type {number[][]} */
  const groups = [];
  nodes.forEach((node, index) => {
    depth[index] =
      node.parents.length === 0 ? 0 : 1 + Math.max(...node.parents.map((parent) => depth[parent]));
    if (depth[index] > 0) (groups[depth[index] - 1] ??= []).push(index);
  });
  return groups;
}

/**
 * The step of another lesson on the same network that is nearest to this one: the same phase, and the same
 * node, else one of the same neuron.
 * @param {Lesson} from
 * @param {number} number from 1
 * @param {Lesson} to
 * @returns {number} from 1
 */
export function sameStep(from, number, to) {
  const step = from.steps[number - 1];
  const nodes = step.focus.map((index) => from.graph.nodes[index]);
  const holds = (/** @type {(node: GraphNode) => boolean} */ wanted) =>
    to.steps.findIndex(
      (other) =>
        other.phase === step.phase &&
        (other.kind === "leaves") === (step.kind === "leaves") &&
        (other.kind === "summary") === (step.kind === "summary") &&
        other.focus.some((index) => wanted(to.graph.nodes[index])),
    ) + 1;
  return (
    holds(({ name }) => nodes.some((node) => node.name === name)) ||
    holds(({ neuron }) => neuron !== null && nodes.some((node) => node.neuron === neuron)) ||
    Math.min(number, to.steps.length)
  );
}
