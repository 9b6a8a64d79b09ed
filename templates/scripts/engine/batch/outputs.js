/**
 * What follows the weighted sums of a layer, for a batch: its activation, and the loss where it can be computed along.
 *
 * @typedef {import("../batch.js").Pass} Pass
 */
import { softmaxCrossEntropy } from "../compiled/kernels.js";

/** An activation of a layer. */
export class ActivationStep {
  /**
   * @param {import("../compiled/kernels.js").ActivationKernel} kernel
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
export class CrossEntropyStep extends OutputStep {
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
export class SoftmaxStep extends OutputStep {
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
