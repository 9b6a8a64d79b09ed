/**
 * One node of a graph, for a batch.
 *
 * @typedef {import("../batch.js").Pass} Pass
 */
import { LEAF } from "../graph.js";

/** One node, by the table of operations, sample by sample: for what has no loops of its own. */
export class NodeStep {
  /**
   * @param {import("../graph.js").Graph} graph
   * @param {Int32Array} rows
   * @param {Int32Array} slots
   * @param {number} node
   */
  constructor({ nodes, rules, sources, receivers }, rows, slots, node) {
    const place = (/** @type {number} */ i) =>
      rows[i] < 0 ? { slot: slots[i], row: -1 } : { slot: -1, row: rows[i] };
    this.rule =
      /** @type {import("../operations/operation.js").Operation | import("../operations/operation.js").Canonical} */ (
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
