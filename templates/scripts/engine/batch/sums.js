/**
 * The weighted sums of a layer, for a batch.
 *
 * Two sources at a time, so that a sum, or its gradient, is read and written half as often: that is what an epoch of a
 * small network spends its time on.
 *
 * @typedef {import("../batch.js").Pass} Pass
 */
import { LEAF } from "../graph.js";

/** Row j of a layer's weights lies from `weights` + j·(columns + 1) on, its bias behind it. */
export class SumsStep {
  /**
   * @param {import("../layers.js").LayerOfNodes} layer
   * @param {Int32Array} rows
   * @param {number} weights the slot of the first
   * @param {import("../graph.js").Graph} graph
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
  forward(pass) {
    for (let j = 0; j < this.count; j += 1) {
      this.sumRow(pass, this.weights + j * (this.columns + 1), (this.sums + j) * pass.count);
    }
  }

  /** @param {Pass} pass */
  backward(pass) {
    for (let j = 0; j < this.count; j += 1) {
      const weight = this.weights + j * (this.columns + 1);
      const sum = (this.sums + j) * pass.count;
      let k = 0;
      for (; k + 1 < this.columns; k += 2) {
        this.serveTwo(pass, weight + k, sum, (this.sources + k) * pass.count);
      }
      if (k < this.columns) this.serveOne(pass, weight + k, sum, (this.sources + k) * pass.count);
      this.serveBias(pass, weight + this.columns, sum);
    }
  }

  /**
   * One sum of every sample. It begins at the bias, which saves a loop.
   * @param {Pass} pass
   * @param {number} weight the slot of its first weight
   * @param {number} sum the place of the first sample's
   */
  sumRow({ values, parameters, count }, weight, sum) {
    const { columns } = this;
    const bias = parameters[weight + columns];
    let source = this.sources * count;
    let k = 2 - (columns % 2);
    const first = parameters[weight];
    if (k === 1) {
      for (let s = 0; s < count; s += 1) values[sum + s] = bias + first * values[source + s];
    } else {
      const second = parameters[weight + 1];
      const next = source + count;
      for (let s = 0; s < count; s += 1) {
        values[sum + s] = bias + first * values[source + s] + second * values[next + s];
      }
    }
    for (; k < columns; k += 2) {
      const w = parameters[weight + k];
      const v = parameters[weight + k + 1];
      source = (this.sources + k) * count;
      const next = source + count;
      for (let s = 0; s < count; s += 1) {
        values[sum + s] = values[sum + s] + w * values[source + s] + v * values[next + s];
      }
    }
  }

  /**
   * The slopes of two weights, from one sum of every sample; and what that sum hands back to their sources.
   * @param {Pass} pass
   * @param {number} weight the slot of the first
   * @param {number} sum
   * @param {number} source the place of the first's
   */
  serveTwo({ values, gradients, parameters, slopes, count }, weight, sum, source) {
    const next = source + count;
    let first = 0;
    let second = 0;
    // Twice the same loop, lest the question be asked in every round of it.
    if (this.servesSources) {
      const w = parameters[weight];
      const v = parameters[weight + 1];
      for (let s = 0; s < count; s += 1) {
        const delta = gradients[sum + s];
        first += delta * values[source + s];
        second += delta * values[next + s];
        gradients[source + s] += w * delta;
        gradients[next + s] += v * delta;
      }
    } else {
      for (let s = 0; s < count; s += 1) {
        const delta = gradients[sum + s];
        first += delta * values[source + s];
        second += delta * values[next + s];
      }
    }
    slopes[weight] = first;
    slopes[weight + 1] = second;
  }

  /**
   * The same of one weight.
   * @param {Pass} pass
   * @param {number} weight
   * @param {number} sum
   * @param {number} source
   */
  serveOne({ values, gradients, parameters, slopes, count }, weight, sum, source) {
    const w = parameters[weight];
    let total = 0;
    for (let s = 0; s < count; s += 1) total += gradients[sum + s] * values[source + s];
    slopes[weight] = total;
    if (!this.servesSources) return;
    for (let s = 0; s < count; s += 1) gradients[source + s] += w * gradients[sum + s];
  }

  /**
   * @param {Pass} pass
   * @param {number} bias
   * @param {number} sum
   */
  serveBias({ gradients, slopes, count }, bias, sum) {
    let total = 0;
    for (let s = 0; s < count; s += 1) total += gradients[sum + s];
    slopes[bias] = total;
  }
}
