/**
 * Training: updates of a network's parameters, each made of the gradients of a few samples, one after the
 * other. The same as generator/engine/training.py.
 *
 * Every number of an update can be had again: which samples it took follows from the seed and its number, and
 * so does the learning rate.
 *
 * @typedef {import("./graph.js").Graph} Graph
 *
 * @typedef {object} TrainingSettings
 * @property {string} optimizer
 * @property {number} rate
 * @property {Readonly<Record<string, number>>} options settings of the optimizer that are not as usual
 * @property {string} schedule
 * @property {number} span the schedule's T, in updates
 * @property {number} batch the number of samples in an update, 0 for all; the last one of an epoch may be
 *   smaller
 * @property {boolean} shuffle
 * @property {number} seed
 * @property {"mean" | "sum"} reduction
 * @property {number} l1 of a penalty l1·Σ|w| + ½·l2·Σw² over the weights, biases left out
 * @property {number} l2
 * @property {number} clip the longest that a gradient may be; 0: as long as it is
 * @typedef {import("./sample.js").Samples} Samples
 */
import { BatchProgram } from "./batch.js";
import { OPTIMIZERS } from "./optimizers/table.js";
import { Random } from "./random.js";
import { SCHEDULES } from "./schedules.js";

/** Of a seed, stream 0 draws the samples, stream 1 splits them, this one and those after it order the epochs. */
export const FIRST_STREAM = 2;

/** What is added to a gradient's norm before it is clipped, as PyTorch's clip_grad_norm_ does. */
const NORM_MARGIN = 1e-6;

/** @type {TrainingSettings} */
const USUAL_SETTINGS = Object.freeze({
  optimizer: "gradient_descent",
  rate: 0.1,
  options: {},
  schedule: "constant",
  span: 100,
  batch: 10,
  shuffle: true,
  seed: 1,
  reduction: "mean",
  l1: 0,
  l2: 0,
  clip: 0,
});

/** A run over samples that do not change: `update` makes the next update, `loss` says how good it is by now. */
export class Training {
  /**
   * @param {Graph} graph
   * @param {Readonly<Record<string, number>>} leaves the parameters to begin with
   * @param {Samples} samples
   * @param {Partial<TrainingSettings>} settings those that are not as usual
   * @param {readonly string[]} [held] parameters that do not move
   */
  constructor(graph, leaves, samples, settings, held = []) {
    this.settings = Object.freeze({ ...USUAL_SETTINGS, ...settings });
    this.samples = samples;
    this.optimizer = OPTIMIZERS[this.settings.optimizer];
    this.options = Object.freeze({
      ...Object.fromEntries(
        Object.entries(this.optimizer.settings).map(([name, { usual }]) => [name, usual]),
      ),
      ...this.settings.options,
    });
    const size = this.settings.batch || samples.count;
    this.program = new BatchProgram(graph, Math.min(size, samples.count));
    /** Which of the program's parameters move, and by what. */
    this.moving = Int32Array.from(
      this.program.names.flatMap((name, slot) => (held.includes(name) ? [] : [slot])),
    );
    this.names = Array.from(this.moving, (slot) => this.program.names[slot]);
    this.penalised = Float64Array.from(this.names, (name) =>
      graph.nodes[graph.index[name]].role === "bias" ? 0 : 1,
    );
    this.program.names.forEach((name, slot) => (this.program.parameters[slot] = leaves[name]));
    this.parameters = Float64Array.from(this.moving, (slot) => this.program.parameters[slot]);
    this.gradient = new Float64Array(this.names.length);
    this.state = Object.fromEntries(
      Object.keys(this.optimizer.state).map((name) => [name, new Float64Array(this.names.length)]),
    );
    this.updates = 0;
    /** How long the last update's gradient was, before it was clipped. */
    this.norm = 0;
    this.all = Int32Array.from({ length: samples.count }, (_, k) => k);
    /** The order of the epoch that was asked about last. */
    this.order = { epoch: -1, rows: this.all };
  }

  /** An epoch takes every sample once. */
  get updatesPerEpoch() {
    const { count } = this.samples;
    return Math.ceil(count / (this.settings.batch || count));
  }

  /**
   * Where the samples of an update, counted from 1, stand in the order of its epoch.
   * @param {number} update
   */
  batchOf(update) {
    const { count } = this.samples;
    const size = this.settings.batch || count;
    const epoch = Math.floor((update - 1) / this.updatesPerEpoch);
    const start = ((update - 1) % this.updatesPerEpoch) * size;
    return { rows: this.orderOf(epoch), start, count: Math.min(size, count - start) };
  }

  /** @param {number} epoch counted from 0 */
  orderOf(epoch) {
    const { shuffle, seed } = this.settings;
    if (!shuffle) return this.all;
    if (this.order.epoch !== epoch) {
      this.order = { epoch, rows: new Random(seed, FIRST_STREAM + epoch).order(this.samples.count) };
    }
    return this.order.rows;
  }

  /**
   * The learning rate of an update, counted from 1.
   * @param {number} update
   */
  rateOf(update) {
    const { schedule, rate, span } = this.settings;
    return SCHEDULES[schedule].rate(rate, update, span);
  }

  /** What the weights themselves cost. */
  penalty() {
    const { l1, l2 } = this.settings;
    let total = 0;
    for (let i = 0; i < this.parameters.length; i += 1) {
      const w = this.parameters[i] * this.penalised[i];
      total += l1 * Math.abs(w) + (l2 / 2) * w * w;
    }
    return total;
  }

  /** Makes one update. Returns the loss of its samples before it, without a penalty. */
  update() {
    const number = this.updates + 1;
    const { parameters: w, gradient: g } = this;
    const loss = this.readGradient(number);
    this.penalise();
    this.measure();
    this.clip();
    this.optimizer.step(w, g, this.state, this.rateOf(number), this.options, number);
    this.writeParameters();
    this.updates = number;
    return loss;
  }

  /**
   * The gradient of an update's samples, into `gradient`. Returns their loss.
   * @param {number} update
   */
  readGradient(update) {
    const { program, samples, gradient, moving, settings } = this;
    const { rows, start, count } = this.batchOf(update);
    program.setSamples(samples.inputs, samples.targets, rows, start, count);
    const sum = program.forward();
    program.backward();
    const shares = settings.reduction === "mean" ? count : 1;
    for (let i = 0; i < gradient.length; i += 1) gradient[i] = program.slopes[moving[i]] / shares;
    return sum / shares;
  }

  /** Adds the slope of the penalty. */
  penalise() {
    const { l1, l2 } = this.settings;
    if (l1 === 0 && l2 === 0) return;
    const { gradient: g, parameters: w, penalised } = this;
    for (let i = 0; i < g.length; i += 1) g[i] += penalised[i] * (l2 * w[i] + l1 * Math.sign(w[i]));
  }

  /** How long the gradient is. */
  measure() {
    this.norm = normOf(this.gradient);
    return this.norm;
  }

  /** Shortens a gradient that is too long, once it is measured. Returns the factor. */
  clip() {
    const { gradient: g, settings, norm } = this;
    if (settings.clip === 0) return 1;
    const factor = Math.min(settings.clip / (norm + NORM_MARGIN), 1);
    for (let i = 0; i < g.length; i += 1) g[i] *= factor;
    return factor;
  }

  writeParameters() {
    const { program, moving, parameters } = this;
    for (let i = 0; i < moving.length; i += 1) program.parameters[moving[i]] = parameters[i];
  }

  /**
   * Goes to a moment of this run.
   * @param {{update: number, parameters: Float64Array, state: Readonly<Record<string, Float64Array>>}} moment
   */
  resume({ update, parameters, state }) {
    this.updates = update;
    this.parameters.set(parameters);
    for (const [name, numbers] of Object.entries(state)) this.state[name].set(numbers);
    this.writeParameters();
  }

  /** All parameters by name, as they are by now. @returns {Record<string, number>} */
  leaves() {
    const { names, parameters } = this.program;
    return Object.fromEntries(names.map((name, slot) => [name, parameters[slot]]));
  }

  /**
   * The mean loss over all samples with other parameters.
   * @param {Readonly<Record<string, number>>} leaves
   */
  lossWith(leaves) {
    this.program.names.forEach((name, slot) => (this.program.parameters[slot] = leaves[name]));
    return this.loss();
  }

  /** The mean loss over all samples, without a penalty. */
  loss() {
    const { program, samples, all } = this;
    const capacity = this.settings.batch || samples.count;
    let total = 0;
    for (let start = 0; start < samples.count; start += capacity) {
      const count = Math.min(capacity, samples.count - start);
      program.setSamples(samples.inputs, samples.targets, all, start, count);
      total += program.forward();
    }
    return total / samples.count;
  }
}

/**
 * The length of a vector.
 * @param {Float64Array} numbers
 */
export function normOf(numbers) {
  let total = 0;
  for (let i = 0; i < numbers.length; i += 1) total += numbers[i] * numbers[i];
  return Math.sqrt(total);
}
