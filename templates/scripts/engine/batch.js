/**
 * Many samples in one call, for those who train: the sum of their losses, and of their gradients of every
 * parameter. The counterpart of generator/engine/batch.py.
 *
 * Every node that depends on the sample has a row of numbers, one a sample, and what is computed together has
 * neighbouring rows, so that an activation of a whole layer is one loop. Parameters are one number for all
 * samples. Layers, and sigmoid or softmax with their cross-entropies, make nothing new in a pass; what is not
 * in a layer is taken from the table of operations, number by number.
 *
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("./layers.js").LayerOfNodes} LayerOfNodes
 *
 * @typedef {object} Pass the arrays of one program, and how many samples they hold at present
 * @property {Float64Array} values row by row
 * @property {Float64Array} gradients likewise
 * @property {Float64Array} parameters
 * @property {Float64Array} slopes the gradients of the parameters
 * @property {number} count
 *
 * @typedef {object} Step
 * @property {(pass: Pass) => void} forward
 * @property {(pass: Pass) => void} backward
 */
import { LEAF } from "./graph.js";
import { NodeStep } from "./batch/nodes.js";
import { ActivationStep, CrossEntropyStep, SoftmaxStep } from "./batch/outputs.js";
import { SumsStep } from "./batch/sums.js";
import { ACTIVATION_KERNELS } from "./compiled/kernels.js";
import { neededGradients, nodesOf, stepsOf } from "./layers.js";

/** @param {import("./graph.js").GraphNode} node */
const isParameter = ({ op, role }) => op === LEAF && role !== "input" && role !== "target";

/** A graph made ready for batches of at most `capacity` samples. */
export class BatchProgram {
  /**
   * @param {Graph} graph
   * @param {number} capacity
   */
  constructor(graph, capacity) {
    const { nodes } = graph;
    const plan = stepsOf(graph, neededGradients(graph, "parameters"));
    /** The names of the parameters, in the order of their numbers. */
    this.names = nodes.filter(isParameter).map(({ name }) => name);
    const rows = rowsOf(graph, plan);
    const slots = new Int32Array(nodes.length);
    nodes.filter(isParameter).forEach(({ name }, slot) => {
      slots[graph.index[name]] = slot;
    });
    this.steps = plan.flatMap((step) => stepsFor(graph, rows, slots, step, capacity));
    const withRow = (/** @type {string} */ role) =>
      nodes.flatMap((node, i) => (node.op === LEAF && node.role === role ? [rows[i]] : []));
    this.rows = rows;
    this.inputRows = withRow("input");
    this.targetRows = withRow("target");
    this.last = rows[nodes.length - 1];
    const size = (Math.max(...rows) + 1) * capacity;
    /** @type {Pass} */
    this.pass = {
      values: new Float64Array(size),
      gradients: new Float64Array(size),
      parameters: new Float64Array(this.names.length),
      slopes: new Float64Array(this.names.length),
      count: 0,
    };
    this.size = Math.max(...rows) + 1;
  }

  /** What the next pass computes with: write into it. */
  get parameters() {
    return this.pass.parameters;
  }

  /** The gradients of the parameters, summed over the samples, as the last pass has left them. */
  get slopes() {
    return this.pass.slopes;
  }

  /**
   * The values of a node, one a sample, until the next pass.
   * @param {number} node
   */
  rowOf(node) {
    const { values, count } = this.pass;
    return values.subarray(this.rows[node] * count, (this.rows[node] + 1) * count);
  }

  /**
   * Takes over the samples whose numbers stand in `rows` from `start` on.
   * @param {Float64Array} inputs sample by sample
   * @param {Float64Array} targets likewise
   * @param {Int32Array} rows
   * @param {number} start
   * @param {number} count
   */
  setSamples(inputs, targets, rows, start, count) {
    const { pass, inputRows, targetRows } = this;
    pass.count = count;
    fillRows(pass.values, count, inputRows, inputs, rows, start);
    fillRows(pass.values, count, targetRows, targets, rows, start);
  }

  /** The sum of the losses of the samples. */
  forward() {
    const { steps, pass, last } = this;
    for (let i = 0; i < steps.length; i += 1) steps[i].forward(pass);
    let total = 0;
    for (let s = 0; s < pass.count; s += 1) total += pass.values[last * pass.count + s];
    return total;
  }

  /** From what `forward` left to the slopes. */
  backward() {
    const { steps, pass, last, size } = this;
    const { gradients, slopes, count } = pass;
    // Of arrays that are so short, a loop takes half as long as fill.
    for (let i = 0; i < size * count; i += 1) gradients[i] = 0;
    for (let s = 0; s < count; s += 1) gradients[last * count + s] = 1;
    for (let i = 0; i < slopes.length; i += 1) slopes[i] = 0;
    for (let i = steps.length - 1; i >= 0; i -= 1) steps[i].backward(pass);
  }
}

/**
 * @param {Float64Array} values
 * @param {number} count
 * @param {readonly number[]} columns the row of each column
 * @param {Float64Array} numbers
 * @param {Int32Array} rows
 * @param {number} start
 */
function fillRows(values, count, columns, numbers, rows, start) {
  for (let k = 0; k < columns.length; k += 1) {
    const to = columns[k] * count;
    for (let s = 0; s < count; s += 1) values[to + s] = numbers[rows[start + s] * columns.length + k];
  }
}

/**
 * The row of every node that depends on the sample, so that what a step reads and writes together lies
 * together.
 * @param {Graph} graph
 * @param {readonly (LayerOfNodes | number)[]} plan
 */
function rowsOf({ nodes }, plan) {
  const order = new Set([
    ...plan.flatMap((step) =>
      typeof step === "number" ? [] : step.sources.filter((source) => nodes[source].op === LEAF),
    ),
    ...nodes.flatMap((node, i) => (node.op === LEAF && !isParameter(node) ? [i] : [])),
    ...plan.flatMap((step) => (typeof step === "number" ? [step] : nodesOf(step))),
  ]);
  const rows = new Int32Array(nodes.length).fill(-1);
  [...order].filter((i) => !isParameter(nodes[i])).forEach((i, row) => (rows[i] = row));
  return rows;
}

/**
 * @param {Graph} graph
 * @param {Int32Array} rows
 * @param {Int32Array} slots of the parameters
 * @param {LayerOfNodes | number} step
 * @param {number} capacity
 * @returns {Step[]}
 */
function stepsFor(graph, rows, slots, step, capacity) {
  if (typeof step === "number") return [new NodeStep(graph, rows, slots, step)];
  const { sources, weights, biases, sums, activations, loss } = step;
  const first = slots[weights[0][0]];
  const inOrder = weights.every((row, j) =>
    [...row, biases[j]].every((own, k) => slots[own] === first + j * (sources.length + 1) + k),
  );
  if (!inOrder || !areNeighbours(rows, sources)) {
    return nodesOf(step).map((node) => new NodeStep(graph, rows, slots, node));
  }
  const layer = new SumsStep(step, rows, first, graph);
  if (loss !== null) {
    const predictions = rows[activations[0]];
    const targets = graph.nodes[loss].parents.slice(sums.length);
    if (areNeighbours(rows, targets)) {
      const Fused = graph.nodes[activations[0]].op === "softmax" ? SoftmaxStep : CrossEntropyStep;
      return [layer, new Fused(layer.sums, predictions, rows[targets[0]], sums.length, rows[loss], capacity)];
    }
  }
  const rest = [...activations, ...(loss === null ? [] : [loss])];
  const kernel = ACTIVATION_KERNELS[graph.nodes[activations[0]]?.op];
  if (!kernel) return [layer, ...rest.map((node) => new NodeStep(graph, rows, slots, node))];
  return [
    layer,
    new ActivationStep(kernel, layer.sums, rows[activations[0]], sums.length),
    ...(loss === null ? [] : [new NodeStep(graph, rows, slots, loss)]),
  ];
}

/**
 * @param {Int32Array} rows
 * @param {readonly number[]} nodes
 */
const areNeighbours = (rows, nodes) => nodes.every((node, k) => rows[node] === rows[nodes[0]] + k);
