/**
 * A graph compiled to flat arrays, for those who want its gradients many times a second; the numbers are
 * those of graph.js, to 1e-12 of their size at worst, and most of them to the last digit.
 *
 * graph.js makes arrays as it goes. Here every node has a slot in one Float64Array of values and one of
 * gradients, and a pass makes nothing new. A layer is one step, and so is every node that is in none. No code
 * is generated: the page's security policy forbids it.
 *
 * @typedef {import("../graph.js").Graph} Graph
 * @typedef {import("../layers.js").LayerOfNodes} LayerOfNodes
 * @typedef {import("./program.js").Slots} Slots
 * @typedef {import("./program.js").Step} Step
 *
 * @typedef {object} Layout what all steps are made from
 * @property {Graph} graph
 * @property {Int32Array} slots
 * @property {readonly boolean[]} needed whose gradients
 */
import { LEAF } from "../graph.js";
import { ACTIVATION_KERNELS, OPERATION_KERNELS } from "./kernels.js";
import { neededGradients, nodesOf, stepsOf } from "../layers.js";
import {
  ActivationStep,
  CrossEntropyStep,
  LayerStep,
  OperationStep,
  Program,
  SoftmaxStep,
  TableStep,
} from "./program.js";

/**
 * The program that computes a graph.
 *
 * Who learns wants the gradients of the parameters; with those of the inputs, the first layer would take
 * twice as long. So inputs and targets are left out, and all that nothing else depends on, unless all
 * gradients are wanted.
 * @param {Graph} graph
 * @param {import("../layers.js").Wanted} [wanted]
 * @returns {Program}
 */
export function compile(graph, wanted = "parameters") {
  const needed = neededGradients(graph, wanted);
  const plan = stepsOf(graph, needed);
  const slots = slotsOf(graph, plan);
  const layout = { graph, slots: slots.of, needed };
  /** @type {Step[]} */
  const steps = [];
  /** @type {Set<number>} */
  const written = new Set();
  for (const step of plan) {
    if (typeof step === "number") {
      steps.push(stepOfNode(layout, step));
    } else if (!areNeighbours(slotsFor(layout, step.sources))) {
      for (const node of nodesOf(step)) steps.push(stepOfNode(layout, node));
    } else {
      steps.push(...stepsOfLayer(layout, step));
      for (const row of step.weights) for (const weight of row) written.add(weight);
      for (const bias of step.biases) written.add(bias);
    }
  }
  const added = graph.nodes.flatMap((_, node) => (needed[node] && !written.has(node) ? [node] : []));
  return new Program(graph, steps, slots, slotsFor(layout, added));
}

/**
 * Slots are given out so that what is read together lies together: first the leaves, those of them that are
 * sources as their layer reads them, then those of no layer, then the layers' weights, row by row, each row
 * with its bias; last what is computed, as the steps come. The graph of a network has its leaves in just this
 * order.
 * @param {Graph} graph
 * @param {readonly (LayerOfNodes | number)[]} plan
 * @returns {Slots}
 */
function slotsOf({ nodes }, plan) {
  const layers = plan.filter((step) => typeof step !== "number");
  const rows = layers.flatMap(({ weights, biases }) => weights.flatMap((row, j) => [...row, biases[j]]));
  const inRows = new Set(rows);
  const order = [
    ...new Set([
      ...layers.flatMap(({ sources }) => sources.filter((source) => nodes[source].op === LEAF)),
      ...nodes.flatMap(({ op }, node) => (op === LEAF && !inRows.has(node) ? [node] : [])),
      ...rows,
      ...plan.flatMap((step) => (typeof step === "number" ? [step] : nodesOf(step))),
    ]),
  ];
  const of = new Int32Array(nodes.length);
  order.forEach((node, slot) => {
    of[node] = slot;
  });
  return { of, leafNodes: order.filter((node) => nodes[node].op === LEAF) };
}

/**
 * @param {Layout} layout
 * @param {LayerOfNodes} layer
 * @returns {Step[]}
 */
function stepsOfLayer(layout, layer) {
  const { graph, slots, needed } = layout;
  const { sources, weights, sums, activations, loss } = layer;
  const count = sums.length;
  const matrix = {
    rows: count,
    columns: sources.length,
    weights: slots[weights[0][0]],
    sources: slots[sources[0]],
    sums: slots[sums[0]],
    servesSources: sources.some((source) => needed[source]),
  };
  const sumsAlone = new LayerStep(
    matrix,
    new ActivationStep(ACTIVATION_KERNELS.identity, matrix.sums, matrix.sums, 0, false),
  );
  const targets = loss === null ? [] : graph.nodes[loss].parents.slice(count);
  if (loss !== null && areNeighbours(slotsFor(layout, targets))) {
    const Fused = graph.nodes[activations[0]].op === "softmax" ? SoftmaxStep : CrossEntropyStep;
    return [sumsAlone, new Fused(matrix.sums, slots[activations[0]], slots[targets[0]], count, slots[loss])];
  }
  const first = activations[0] ?? sums[0];
  const { op } = graph.nodes[first];
  if (!Object.hasOwn(ACTIVATION_KERNELS, op)) {
    return [
      sumsAlone,
      ...nodesOf(layer)
        .slice(count)
        .map((node) => stepOfNode(layout, node)),
    ];
  }
  const passesOn = graph.receivers[first].length > 0;
  const activation = new ActivationStep(ACTIVATION_KERNELS[op], matrix.sums, slots[first], count, passesOn);
  return [new LayerStep(matrix, activation), ...(loss === null ? [] : [stepOfNode(layout, loss)])];
}

/**
 * @param {Layout} layout
 * @param {number} node
 * @returns {Step}
 */
function stepOfNode(layout, node) {
  const { graph, slots } = layout;
  const { op } = graph.nodes[node];
  const rule =
    /** @type {import("../operations/operation.js").Operation | import("../operations/operation.js").Canonical} */ (
      graph.rules[node]
    );
  const sources = slotsFor(layout, graph.sources[node]);
  const receivers = slotsFor(layout, graph.receivers[node]);
  if (Object.hasOwn(OPERATION_KERNELS, op)) {
    return new OperationStep(OPERATION_KERNELS[op], sources, slots[node]);
  }
  if (Object.hasOwn(ACTIVATION_KERNELS, op)) {
    return new ActivationStep(ACTIVATION_KERNELS[op], sources[0], slots[node], 1, receivers.length > 0);
  }
  return new TableStep(rule, sources, receivers, slots[node]);
}

/**
 * @param {Layout} layout
 * @param {readonly number[]} nodes
 */
function slotsFor({ slots }, nodes) {
  return Int32Array.from(nodes, (node) => slots[node]);
}

/** @param {Int32Array} slots */
function areNeighbours(slots) {
  return slots.every((slot, k) => slot === slots[0] + k);
}
