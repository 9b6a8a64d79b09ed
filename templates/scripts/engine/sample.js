/**
 * Samples: what a network reads, and what it should make of that. The same as generator/engine/sample.py;
 * what NumPy has in arrays, a row a sample, is packed here.
 *
 * @typedef {object} Sample one example
 * @property {readonly number[]} inputs
 * @property {readonly number[]} [columns] of which the inputs are features
 * @property {readonly number[]} target a number for each output to come near
 *
 * @typedef {readonly Sample[]} Batch several, in their order
 *
 * @typedef {object} Samples a batch, packed to be computed with
 * @property {Float64Array} inputs sample by sample
 * @property {Float64Array} targets likewise
 * @property {number} count
 */

/**
 * @param {Batch} batch
 * @returns {Samples}
 */
export const packed = (batch) => ({
  inputs: Float64Array.from(batch.flatMap(({ inputs }) => inputs)),
  targets: Float64Array.from(batch.flatMap(({ target }) => target)),
  count: batch.length,
});
