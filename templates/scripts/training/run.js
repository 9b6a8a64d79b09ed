/**
 * A run: updates that have been made, and all that is wanted of them afterwards.
 *
 * Kept are the losses of all updates, evaluations on all samples now and then, and every so often the whole
 * state, from which any moment is made again: an update always gives the same numbers.
 *
 * @typedef {import("../engine/training.js").Training} Training
 * @typedef {import("../engine/sample.js").Samples} Samples
 *
 * @typedef {object} Evaluation the mean losses after so many updates
 * @property {number} update
 * @property {number} loss
 * @property {number} testLoss NaN where there is no test set
 *
 * @typedef {object} Moment what a run is after so many updates
 * @property {number} update
 * @property {Float64Array} parameters in the order of `names`
 * @property {Record<string, Float64Array>} state of the optimizer
 */

/** The whole state is kept every so many updates, or after so many samples, if that is earlier. */
const KEPT_EVERY = 64;
const KEPT_AFTER = 16000;

/** Of so many moments the trail has the parameters, at most; of longer runs, fewer. */
const MOST_IN_TRAIL = 400;

/** A loss beyond this has diverged: it is larger than any that could still come back. */
const BEYOND = 1e9;

export class Run {
  /**
   * @param {() => Training} begin the run before its first update; called again to go back
   * @param {(leaves: Readonly<Record<string, number>>) => number} testLossOf NaN where there is no test set
   */
  constructor(begin, testLossOf) {
    this.training = begin();
    this.testLossOf = testLossOf;
    const { count } = this.training.batchOf(1);
    this.keptEvery = Math.max(Math.min(KEPT_EVERY, Math.floor(KEPT_AFTER / count)), 1);
    this.names = this.training.names;
    /** The loss of each update's samples before it, from the first on. @type {number[]} */
    this.losses = [];
    /** How long its gradient was. @type {number[]} */
    this.norms = [];
    /** @type {Evaluation[]} */
    this.evaluations = [];
    /** @type {Moment[]} */
    this.kept = [];
    /** After which update the loss was no number any more, or beyond all measure; null while it is one. */
    this.diverged = /** @type {number | null} */ (null);
    /** The parameters after 0, `stride`, 2·`stride` … updates. @type {Float64Array[]} */
    this.trail = [this.training.parameters.slice()];
    this.stride = 1;
    this.keep();
    this.evaluate();
  }

  /** How many updates have been made. */
  get length() {
    return this.losses.length;
  }

  /**
   * Makes updates until there are so many, or the loss is no number any more.
   * @param {number} updates
   */
  extendTo(updates) {
    const { training } = this;
    // The training may stand where somebody has looked: it goes on from the end.
    if (training.updates !== this.length) this.restore(this.length);
    while (this.length < updates && this.diverged === null) {
      const loss = training.update();
      this.losses.push(loss);
      this.norms.push(training.norm);
      if (!(Math.abs(loss) < BEYOND)) this.diverged = this.length;
      if (this.length % this.stride === 0) this.leaveTrail();
      if (this.length % this.keptEvery === 0) this.keep();
      if (this.length % training.updatesPerEpoch === 0 || this.diverged !== null) this.evaluate();
    }
  }

  /**
   * What the run was after so many updates, at most as many as have been made.
   * @param {number} update
   * @returns {Moment}
   */
  momentAt(update) {
    this.restore(Math.min(update, this.length));
    return this.now();
  }

  /**
   * The mean loss after so many updates.
   * @param {number} update at most as many as have been made
   */
  lossAt(update) {
    this.restore(update);
    return this.training.loss();
  }

  /** @returns {Moment} */
  now() {
    const { updates, parameters, state } = this.training;
    return {
      update: updates,
      parameters: parameters.slice(),
      state: Object.fromEntries(Object.entries(state).map(([name, numbers]) => [name, numbers.slice()])),
    };
  }

  /** @param {number} update */
  restore(update) {
    const { training } = this;
    if (training.updates > update || training.updates < update - this.keptEvery) {
      training.resume(this.kept[Math.floor(update / this.keptEvery)]);
    }
    while (training.updates < update) training.update();
  }

  leaveTrail() {
    this.trail.push(this.training.parameters.slice());
    if (this.trail.length <= MOST_IN_TRAIL) return;
    this.trail = this.trail.filter((_, k) => k % 2 === 0);
    this.stride *= 2;
  }

  keep() {
    this.kept.push(this.now());
  }

  evaluate() {
    const loss = this.training.loss();
    this.evaluations.push({ update: this.length, loss, testLoss: this.testLossOf(this.training.leaves()) });
  }
}
