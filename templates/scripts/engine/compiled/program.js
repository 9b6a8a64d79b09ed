/**
 * The steps of a compiled graph, and the program that takes them one after the other.
 *
 * @typedef {import("./kernels.js").Numbers} Numbers
 * @typedef {import("./kernels.js").ActivationKernel} ActivationKernel
 * @typedef {import("./kernels.js").OperationKernel} OperationKernel
 *
 * @typedef {object} Step
 * @property {(values: Numbers) => void} forward
 * @property {(values: Numbers, gradients: Numbers) => void} backward
 *
 * @typedef {object} Slots
 * @property {Int32Array} of the slot of every node
 * @property {readonly number[]} leafNodes what has the first slots
 */
import { serveRows, softmaxCrossEntropy, sumRows } from "./kernels.js";

/** An activation of neighbours: `count` slots from z on, to as many from h on. */
export class ActivationStep {
  /**
   * @param {ActivationKernel} kernel
   * @param {number} z
   * @param {number} h
   * @param {number} count
   * @param {boolean} passesOn whether it has a gradient to hand back, or its loss serves z itself
   */
  constructor(kernel, z, h, count, passesOn) {
    this.kernel = kernel;
    this.z = z;
    this.h = h;
    this.count = count;
    this.passesOn = passesOn;
  }

  /** @param {Numbers} values */
  forward(values) {
    if (this.count > 0) this.kernel.forward(values, this.z, this.h, this.count);
  }

  /**
   * @param {Numbers} values
   * @param {Numbers} gradients
   */
  backward(values, gradients) {
    if (this.passesOn) this.kernel.backward(values, gradients, this.z, this.h, this.count);
  }
}

/**
 * A layer: its sums, and their activation, whose derivative is applied where the layer consumes the gradient.
 */
export class LayerStep {
  /**
   * @param {import("./kernels.js").Matrix} matrix
   * @param {ActivationStep} activation
   */
  constructor({ rows, columns, weights, sources, sums, servesSources }, activation) {
    this.rows = rows;
    this.columns = columns;
    this.weights = weights;
    this.sources = sources;
    this.sums = sums;
    this.servesSources = servesSources;
    this.activation = activation;
  }

  /** @param {Numbers} values */
  forward(values) {
    sumRows(this, values);
    this.activation.forward(values);
  }

  /**
   * @param {Numbers} values
   * @param {Numbers} gradients
   */
  backward(values, gradients) {
    this.activation.backward(values, gradients);
    serveRows(this, values, gradients);
  }
}

/** Activations and the loss that belongs to them, in one: the derivatives fall out of the way forward. */
class OutputStep {
  /**
   * @param {number} logits
   * @param {number} predictions
   * @param {number} targets the slot of the first one of each
   * @param {number} count
   * @param {number} out
   */
  constructor(logits, predictions, targets, count, out) {
    this.logits = logits;
    this.predictions = predictions;
    this.targets = targets;
    this.count = count;
    this.out = out;
    this.derivatives = new Float64Array(count);
  }

  /**
   * @param {Numbers} _
   * @param {Numbers} gradients
   */
  backward(_, gradients) {
    const { logits, count, derivatives } = this;
    const upstream = gradients[this.out];
    for (let k = 0; k < count; k += 1) gradients[logits + k] += upstream * derivatives[k];
  }
}

/**
 * Sigmoid and binary cross-entropy, as the `canonical` of bce has it: all that either way needs comes from one
 * exponential.
 */
export class CrossEntropyStep extends OutputStep {
  /** @param {Numbers} values */
  forward(values) {
    const { logits, predictions, targets, count, derivatives } = this;
    let total = 0;
    for (let k = 0; k < count; k += 1) {
      const z = values[logits + k];
      const y = values[targets + k];
      const e = Math.exp(-Math.abs(z));
      const prediction = (z >= 0 ? 1 : e) / (1 + e);
      const complement = (z >= 0 ? e : 1) / (1 + e);
      const log = Math.log1p(e);
      values[predictions + k] = prediction;
      derivatives[k] = ((1 - y) * prediction - y * complement) / count;
      total += (1 - y) * ((z > 0 ? z : 0) + log) + y * ((z < 0 ? -z : 0) + log);
    }
    values[this.out] = total / count;
  }
}

/** Softmax and its cross-entropy. */
export class SoftmaxStep extends OutputStep {
  /** @param {Numbers} values */
  forward(values) {
    const { logits, predictions, targets, count, out, derivatives } = this;
    softmaxCrossEntropy(values, derivatives, logits, predictions, targets, 0, out, count, 1);
  }
}

/** One node, by loops of kernels.js. */
export class OperationStep {
  /**
   * @param {OperationKernel} kernel
   * @param {Int32Array} operands
   * @param {number} out
   */
  constructor(kernel, operands, out) {
    this.kernel = kernel;
    this.operands = operands;
    this.out = out;
  }

  /** @param {Numbers} values */
  forward(values) {
    this.kernel.forward(values, this.operands, this.out);
  }

  /**
   * @param {Numbers} values
   * @param {Numbers} gradients
   */
  backward(values, gradients) {
    this.kernel.backward(values, gradients, this.operands, this.out);
  }
}

/** One node as graph.js computes it: by the table, whose functions make new arrays. */
export class TableStep {
  /**
   * @param {import("../operations/operation.js").Operation | import("../operations/operation.js").Canonical}
   *   rule
   * @param {Int32Array} sources
   * @param {Int32Array} receivers
   * @param {number} out
   */
  constructor(rule, sources, receivers, out) {
    this.rule = rule;
    this.sources = sources;
    this.receivers = receivers;
    this.out = out;
    this.operands = Array.from(sources, () => 0);
  }

  /** @param {Numbers} values */
  forward(values) {
    values[this.out] = this.rule.forward(this.read(values));
  }

  /**
   * @param {Numbers} values
   * @param {Numbers} gradients
   */
  backward(values, gradients) {
    const { receivers } = this;
    const local = this.rule.localDerivatives(this.read(values), values[this.out]);
    const upstream = gradients[this.out];
    for (let k = 0; k < receivers.length; k += 1) gradients[receivers[k]] += upstream * local[k];
  }

  /** @param {Numbers} values */
  read(values) {
    const { sources, operands } = this;
    for (let k = 0; k < sources.length; k += 1) operands[k] = values[sources[k]];
    return operands;
  }
}

/**
 * What `compile` makes of a graph. Write into `leaves`, or call `setLeaves`; then `forward`, then `backward`,
 * as often as one likes: neither makes anything new, but for operations that are taken from the table.
 */
export class Program {
  /**
   * @param {import("../graph.js").Graph} graph
   * @param {readonly Step[]} steps
   * @param {Slots} slots
   * @param {Int32Array} added the slots to which gradients are added up, so that they begin at 0
   */
  constructor(graph, steps, { of, leafNodes }, added) {
    this.graph = graph;
    this.steps = steps;
    this.added = added;
    /** The slot of every node. */
    this.slots = of;
    /** By slot. */
    this.values = new Float64Array(of.length);
    /** By slot: the derivative of the graph's last node by this one; NaN where that was not wanted. */
    this.gradients = new Float64Array(of.length).fill(NaN);
    /** The leaves' values: the first of all slots. */
    this.leaves = this.values.subarray(0, leafNodes.length);
    /** Which leaves they are. For a network they stand in the order of its graph. */
    this.leafNodes = leafNodes;
    this.leafNames = leafNodes.map((node) => graph.nodes[node].name);
    /** The slot of the graph's last node. */
    this.last = of[of.length - 1];
  }

  /** From the leaves to the value of every node. */
  forward() {
    const { steps, values } = this;
    for (let i = 0; i < steps.length; i += 1) steps[i].forward(values);
  }

  /** From the values that `forward` left to the gradients. */
  backward() {
    const { steps, values, gradients, added } = this;
    for (let i = 0; i < added.length; i += 1) gradients[added[i]] = 0;
    gradients[this.last] = 1;
    for (let i = steps.length - 1; i >= 0; i -= 1) steps[i].backward(values, gradients);
  }

  /**
   * Leaves by name, as graph.js takes them. Throws a RangeError for one that is missing.
   * @param {Readonly<Record<string, number>>} leaves
   */
  setLeaves(leaves) {
    const { leafNames, leaves: own } = this;
    for (let k = 0; k < leafNames.length; k += 1) {
      const value = leaves[leafNames[k]];
      if (typeof value !== "number") throw new RangeError(`no value for ${leafNames[k]}`);
      own[k] = value;
    }
  }

  /**
   * Numbers by the index of their node, as graph.js gives them.
   * @param {Numbers} numbers `values` or `gradients`
   */
  byNode(numbers) {
    const { slots } = this;
    const ordered = new Float64Array(slots.length);
    for (let i = 0; i < slots.length; i += 1) ordered[i] = numbers[slots[i]];
    return ordered;
  }
}
