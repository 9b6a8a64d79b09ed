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
import { ACTIVATION_KERNELS, softmaxCrossEntropy } from "./compiled/kernels.js";
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

/** The weighted sums of a layer. Row j of its weights lies from `weights` + j·(columns + 1) on, its bias behind it. */
class SumsStep {
  /**
   * @param {LayerOfNodes} layer
   * @param {Int32Array} rows
   * @param {number} weights the slot of the first
   * @param {Graph} graph
   */
  constructor({ sources, sums }, rows, weights, graph) {
    this.columns = sources.length;
    this.sources = rows[sources[0]];
    this.count = sums.length;
    this.sums = rows[sums[0]];
    this.weights = weights;
    this.servesSources = sources.some((source) => graph.nodes[source].op !== LEAF);
  }

  /** @param {Pass} pass */
  forward({ values, parameters, count }) {
    const { columns } = this;
    const first = this.sources * count;
    const end = (this.sums + this.count) * count;
    let weight = this.weights;
    for (let sum = this.sums * count; sum < end; sum += count) {
      for (let s = 0; s < count; s += 1) values[sum + s] = 0;
      for (let k = 0; k < columns; k += 1) {
        const w = parameters[weight + k];
        const source = first + k * count;
        for (let s = 0; s < count; s += 1) values[sum + s] += w * values[source + s];
      }
      const bias = parameters[weight + columns];
      for (let s = 0; s < count; s += 1) values[sum + s] += bias;
      weight += columns + 1;
    }
  }

  /** @param {Pass} pass */
  backward({ values, gradients, parameters, slopes, count }) {
    const { columns, servesSources } = this;
    const first = this.sources * count;
    const end = (this.sums + this.count) * count;
    let weight = this.weights;
    for (let sum = this.sums * count; sum < end; sum += count) {
      for (let k = 0; k < columns; k += 1) {
        const source = first + k * count;
        let total = 0;
        for (let s = 0; s < count; s += 1) total += gradients[sum + s] * values[source + s];
        slopes[weight + k] = total;
        if (servesSources) {
          const w = parameters[weight + k];
          for (let s = 0; s < count; s += 1) gradients[source + s] += w * gradients[sum + s];
        }
      }
      let total = 0;
      for (let s = 0; s < count; s += 1) total += gradients[sum + s];
      slopes[weight + columns] = total;
      weight += columns + 1;
    }
  }
}

/** An activation of a layer. */
class ActivationStep {
  /**
   * @param {import("./compiled/kernels.js").ActivationKernel} kernel
   * @param {number} sums the row of the first
   * @param {number} activations likewise
   * @param {number} rows how many there are
   */
  constructor(kernel, sums, activations, rows) {
    this.kernel = kernel;
    this.sums = sums;
    this.activations = activations;
    this.rows = rows;
  }

  /** @param {Pass} pass */
  forward({ values, count }) {
    this.kernel.forward(values, this.sums * count, this.activations * count, this.rows * count);
  }

  /** @param {Pass} pass */
  backward({ values, gradients, count }) {
    this.kernel.backward(values, gradients, this.sums * count, this.activations * count, this.rows * count);
  }
}

/** Activations of a whole layer and the loss that belongs to them: the slopes fall out of the way forward. */
class OutputStep {
  /**
   * @param {number} sums the row of the first logit
   * @param {number} predictions likewise
   * @param {number} targets likewise
   * @param {number} rows how many outputs there are
   * @param {number} loss
   * @param {number} capacity the most samples
   */
  constructor(sums, predictions, targets, rows, loss, capacity) {
    this.sums = sums;
    this.predictions = predictions;
    this.targets = targets;
    this.rows = rows;
    this.loss = loss;
    this.slopes = new Float64Array(rows * capacity);
  }

  /** @param {Pass} pass */
  backward({ gradients, count }) {
    const { sums, rows, loss, slopes } = this;
    for (let j = 0; j < rows; j += 1) {
      for (let s = 0; s < count; s += 1) {
        gradients[(sums + j) * count + s] += gradients[loss * count + s] * slopes[j * count + s];
      }
    }
  }
}

/** Sigmoid and the mean of its binary cross-entropies: all that either way needs comes from one exponential. */
class CrossEntropyStep extends OutputStep {
  /** @param {Pass} pass */
  forward({ values, count }) {
    const { sums, predictions, targets, rows, loss, slopes } = this;
    for (let s = 0; s < count; s += 1) values[loss * count + s] = 0;
    for (let j = 0; j < rows; j += 1) {
      for (let s = 0; s < count; s += 1) {
        const z = values[(sums + j) * count + s];
        const y = values[(targets + j) * count + s];
        const e = Math.exp(-Math.abs(z));
        const prediction = (z >= 0 ? 1 : e) / (1 + e);
        const complement = (z >= 0 ? e : 1) / (1 + e);
        const log = Math.log1p(e);
        values[(predictions + j) * count + s] = prediction;
        slopes[j * count + s] = ((1 - y) * prediction - y * complement) / rows;
        values[loss * count + s] += ((1 - y) * ((z > 0 ? z : 0) + log) + y * ((z < 0 ? -z : 0) + log)) / rows;
      }
    }
  }
}

/** Softmax and its cross-entropy. */
class SoftmaxStep extends OutputStep {
  /** @param {Pass} pass */
  forward({ values, count }) {
    const { slopes, sums, predictions, targets, rows, loss } = this;
    for (let s = 0; s < count; s += 1) {
      softmaxCrossEntropy(
        values,
        slopes,
        sums * count + s,
        predictions * count + s,
        targets * count + s,
        s,
        loss * count + s,
        rows,
        count,
      );
    }
  }
}

/** One node, by the table of operations, sample by sample: for what has no loops of its own. */
class NodeStep {
  /**
   * @param {Graph} graph
   * @param {Int32Array} rows
   * @param {Int32Array} slots
   * @param {number} node
   */
  constructor({ nodes, rules, sources, receivers }, rows, slots, node) {
    const place = (/** @type {number} */ i) =>
      rows[i] < 0 ? { slot: slots[i], row: -1 } : { slot: -1, row: rows[i] };
    this.rule =
      /** @type {import("./operations/operation.js").Operation | import("./operations/operation.js").Canonical} */ (
        rules[node]
      );
    this.sources = sources[node].map(place);
    this.receivers = receivers[node].map((i) => ({
      ...place(i),
      wanted: rows[i] < 0 || nodes[i].op !== LEAF,
    }));
    this.out = rows[node];
    this.operands = this.sources.map(() => 0);
  }

  /** @param {Pass} pass */
  forward(pass) {
    for (let s = 0; s < pass.count; s += 1) {
      pass.values[this.out * pass.count + s] = this.rule.forward(this.read(pass, s));
    }
  }

  /** @param {Pass} pass */
  backward(pass) {
    const { values, gradients, slopes, count } = pass;
    for (let s = 0; s < count; s += 1) {
      const at = this.out * count + s;
      const local = this.rule.localDerivatives(this.read(pass, s), values[at]);
      this.receivers.forEach(({ slot, row, wanted }, k) => {
        if (!wanted) return;
        if (row < 0) slopes[slot] += gradients[at] * local[k];
        else gradients[row * count + s] += gradients[at] * local[k];
      });
    }
  }

  /**
   * The operands of one sample.
   * @param {Pass} pass
   * @param {number} s
   */
  read({ values, parameters, count }, s) {
    this.sources.forEach(({ slot, row }, k) => {
      this.operands[k] = row < 0 ? parameters[slot] : values[row * count + s];
    });
    return this.operands;
  }
}
