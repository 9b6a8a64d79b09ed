/**
 * What a compiled graph is run by: loops over neighbours in one array of values and one of gradients.
 *
 * They hand on whole numbers only: a fraction that leaves a function which the machine does not inline is put
 * into an object of its own, and no object may arise here. Every sum runs in the order of graph.js, so that
 * it rounds alike.
 *
 * To make an operation fast, enter its loops below; without them its entry in the table is used.
 *
 * @typedef {Float64Array} Numbers
 *
 * @typedef {object} ActivationKernel the same function of `count` numbers, from slot z on; the results from
 *   slot h on
 * @property {(values: Numbers, z: number, h: number, count: number) => void} forward
 * @property {(values: Numbers, gradients: Numbers, z: number, h: number, count: number) => void} backward
 *
 * @typedef {object} OperationKernel one result, of operands that lie anywhere
 * @property {(values: Numbers, operands: Int32Array, out: number) => void} forward
 * @property {(values: Numbers, gradients: Numbers, operands: Int32Array, out: number) => void} backward
 */

/** Up to here 1 − h keeps its digits. */
const NEAR_ONE = 0.9;

/** @type {Readonly<Record<string, ActivationKernel>>} */
export const ACTIVATION_KERNELS = Object.freeze({
  identity: {
    forward(values, z, h, count) {
      for (let k = 0; k < count; k += 1) values[h + k] = values[z + k];
    },
    backward(_, gradients, z, h, count) {
      for (let k = 0; k < count; k += 1) gradients[z + k] += gradients[h + k];
    },
  },
  tanh: {
    forward(values, z, h, count) {
      for (let k = 0; k < count; k += 1) values[h + k] = Math.tanh(values[z + k]);
    },
    // 1 − tanh², and only where that would cancel the exponential of its entry: it takes as long as all the
    // rest.
    backward(values, gradients, z, h, count) {
      for (let k = 0; k < count; k += 1) {
        const tanh = values[h + k];
        if (tanh < NEAR_ONE && tanh > -NEAR_ONE) {
          gradients[z + k] += gradients[h + k] * ((1 - tanh) * (1 + tanh));
        } else {
          const e = Math.exp(-2 * Math.abs(values[z + k]));
          gradients[z + k] += gradients[h + k] * ((4 * e) / ((1 + e) * (1 + e)));
        }
      }
    },
  },
  sigmoid: {
    forward(values, z, h, count) {
      for (let k = 0; k < count; k += 1) {
        const e = Math.exp(-Math.abs(values[z + k]));
        values[h + k] = (values[z + k] >= 0 ? 1 : e) / (1 + e);
      }
    },
    // Of σ(z) and σ(−z) one is 1 / (1 + e), the other e / (1 + e).
    backward(values, gradients, z, h, count) {
      for (let k = 0; k < count; k += 1) {
        const e = Math.exp(-Math.abs(values[z + k]));
        gradients[z + k] += gradients[h + k] * ((1 / (1 + e)) * (e / (1 + e)));
      }
    },
  },
  relu: {
    forward(values, z, h, count) {
      for (let k = 0; k < count; k += 1) values[h + k] = values[z + k] <= 0 ? 0 : values[z + k];
    },
    backward(values, gradients, z, h, count) {
      for (let k = 0; k < count; k += 1) {
        const sum = values[z + k];
        gradients[z + k] += gradients[h + k] * (sum > 0 ? 1 : sum <= 0 ? 0 : NaN);
      }
    },
  },
});

/** @type {Readonly<Record<string, OperationKernel>>} */
export const OPERATION_KERNELS = Object.freeze({
  weighted_sum: {
    forward(values, operands, out) {
      const bias = operands.length - 1;
      let total = 0;
      for (let k = 0; k < bias; k += 2) total += values[operands[k]] * values[operands[k + 1]];
      values[out] = total + values[operands[bias]];
    },
    backward(values, gradients, operands, out) {
      const bias = operands.length - 1;
      const upstream = gradients[out];
      for (let k = 0; k < bias; k += 2) {
        gradients[operands[k]] += upstream * values[operands[k + 1]];
        gradients[operands[k + 1]] += upstream * values[operands[k]];
      }
      gradients[operands[bias]] += upstream;
    },
  },
  add: {
    forward(values, operands, out) {
      let total = 0;
      for (let k = 0; k < operands.length; k += 1) total += values[operands[k]];
      values[out] = total;
    },
    backward(_, gradients, operands, out) {
      for (let k = 0; k < operands.length; k += 1) gradients[operands[k]] += gradients[out];
    },
  },
  multiply: {
    forward(values, operands, out) {
      let product = 1;
      for (let k = 0; k < operands.length; k += 1) product *= values[operands[k]];
      values[out] = product;
    },
    backward(values, gradients, operands, out) {
      for (let k = 0; k < operands.length; k += 1) {
        let others = 1;
        for (let i = 0; i < operands.length; i += 1) others *= i === k ? 1 : values[operands[i]];
        gradients[operands[k]] += gradients[out] * others;
      }
    },
  },
  mse: {
    forward(values, operands, out) {
      const count = operands.length / 2;
      let total = 0;
      for (let k = 0; k < count; k += 1) {
        const error = values[operands[k]] - values[operands[count + k]];
        total += error * error;
      }
      values[out] = total / count;
    },
    backward(values, gradients, operands, out) {
      const count = operands.length / 2;
      for (let k = 0; k < operands.length; k += 1) {
        // A prediction's error is by its target; a target's, the other way round, by its prediction.
        const error = values[operands[k]] - values[operands[k < count ? count + k : k - count]];
        gradients[operands[k]] += gradients[out] * ((2 * error) / count);
      }
    },
  },
});

/**
 * The softmax of `count` logits, its cross-entropy with as many targets, and that loss's derivatives by the
 * logits, as the entry has them.
 *
 * Each of them lies `stride` after the one before. The sums over all but one class are short, and keep the
 * digits that 1 − ŷ would lose.
 * @param {Numbers} values
 * @param {Numbers} slopes the derivatives
 * @param {number} z the place of the first logit
 * @param {number} p of the first prediction
 * @param {number} y of the first target
 * @param {number} d of the first derivative
 * @param {number} out of the loss
 * @param {number} count
 * @param {number} stride
 */
export function softmaxCrossEntropy(values, slopes, z, p, y, d, out, count, stride) {
  let top = values[z];
  let rest = 0;
  for (let k = 1; k < count; k += 1) {
    const logit = values[z + k * stride];
    const ratio = Math.exp(-Math.abs(logit - top));
    rest = logit > top ? (rest + 1) * ratio : rest + ratio;
    top = Math.max(top, logit);
  }
  const log = Math.log1p(rest);
  let loss = 0;
  for (let k = 0; k < count; k += 1) {
    const logit = values[z + k * stride];
    values[p + k * stride] = Math.exp(logit - top) / (1 + rest);
    loss += values[y + k * stride] * (top - logit + log);
  }
  for (let k = 0; k < count; k += 1) {
    let targets = 0;
    let shares = 0;
    for (let j = 0; j < count; j += 1) {
      if (j === k) continue;
      targets += values[y + j * stride];
      shares += values[p + j * stride];
    }
    slopes[d + k * stride] = values[p + k * stride] * targets - values[y + k * stride] * shares;
  }
  values[out] = loss;
}

/**
 * A layer's weighted sums. Row j of its matrix lies from slot weights + j·(columns + 1) on, and its bias
 * behind it.
 * @typedef {object} Matrix
 * @property {number} rows
 * @property {number} columns
 * @property {number} weights
 * @property {number} sources the slot of the first one
 * @property {number} sums likewise
 * @property {boolean} servesSources whether anybody asks for the gradients of the sources
 */

/**
 * Four rows at a time: a source is read once for four, and the processor adds up four sums side by side,
 * where in one it would wait for every addition before the next. The rows that are left over come one at a
 * time.
 * @param {Matrix} matrix
 * @param {Numbers} values
 */
export function sumRows(matrix, values) {
  const { rows, columns, sources, sums } = matrix;
  let j = rows < 4 ? 0 : sumRowsByFour(matrix, values);
  let weight = matrix.weights + j * (columns + 1);
  for (; j < rows; j += 1) {
    let total = 0;
    for (let k = 0; k < columns; k += 1) {
      total += values[weight] * values[sources + k];
      weight += 1;
    }
    values[sums + j] = total + values[weight];
    weight += 1;
  }
}

/**
 * Returns the first row that is left over.
 * @param {Matrix} matrix
 * @param {Numbers} values
 */
function sumRowsByFour({ rows, columns, weights, sources, sums }, values) {
  let j = 0;
  for (; j + 3 < rows; j += 4) {
    const a = weights + j * (columns + 1);
    const b = a + columns + 1;
    const c = b + columns + 1;
    const d = c + columns + 1;
    let totalA = 0;
    let totalB = 0;
    let totalC = 0;
    let totalD = 0;
    for (let k = 0; k < columns; k += 1) {
      const source = values[sources + k];
      totalA += values[a + k] * source;
      totalB += values[b + k] * source;
      totalC += values[c + k] * source;
      totalD += values[d + k] * source;
    }
    values[sums + j] = totalA + values[a + columns];
    values[sums + j + 1] = totalB + values[b + columns];
    values[sums + j + 2] = totalC + values[c + columns];
    values[sums + j + 3] = totalD + values[d + columns];
  }
  return j;
}

/**
 * The way back, from the last row to the first, as graph.js goes. A weight belongs to one row alone, so that
 * its gradient is not added to another but written.
 * @param {Matrix} matrix
 * @param {Numbers} values
 * @param {Numbers} gradients
 */
export function serveRows(matrix, values, gradients) {
  const { rows, columns, sources, sums, servesSources } = matrix;
  let j = rows;
  let row = matrix.weights + j * (columns + 1);
  while (j % 4 !== 0) {
    j -= 1;
    row -= columns + 1;
    const delta = gradients[sums + j];
    gradients[row + columns] = delta;
    for (let k = 0; k < columns; k += 1) {
      gradients[row + k] = delta * values[sources + k];
      if (servesSources) gradients[sources + k] += delta * values[row + k];
    }
  }
  if (j > 0) serveRowsByFour(matrix, values, gradients);
}

/**
 * @param {Matrix} matrix
 * @param {Numbers} values
 * @param {Numbers} gradients
 */
function serveRowsByFour({ rows, columns, weights, sources, sums, servesSources }, values, gradients) {
  for (let j = rows - (rows % 4) - 4; j >= 0; j -= 4) {
    const a = weights + j * (columns + 1);
    const b = a + columns + 1;
    const c = b + columns + 1;
    const d = c + columns + 1;
    const deltaA = gradients[sums + j];
    const deltaB = gradients[sums + j + 1];
    const deltaC = gradients[sums + j + 2];
    const deltaD = gradients[sums + j + 3];
    // Twice the same loop, lest the question be asked in every round of it.
    if (servesSources) {
      for (let k = 0; k < columns; k += 1) {
        const source = values[sources + k];
        gradients[a + k] = deltaA * source;
        gradients[b + k] = deltaB * source;
        gradients[c + k] = deltaC * source;
        gradients[d + k] = deltaD * source;
        const later = gradients[sources + k] + deltaD * values[d + k] + deltaC * values[c + k];
        gradients[sources + k] = later + deltaB * values[b + k] + deltaA * values[a + k];
      }
    } else {
      for (let k = 0; k < columns; k += 1) {
        const source = values[sources + k];
        gradients[a + k] = deltaA * source;
        gradients[b + k] = deltaB * source;
        gradients[c + k] = deltaC * source;
        gradients[d + k] = deltaD * source;
      }
    }
    gradients[a + columns] = deltaA;
    gradients[b + columns] = deltaB;
    gradients[c + columns] = deltaC;
    gradients[d + columns] = deltaD;
  }
}
