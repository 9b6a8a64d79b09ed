/**
 * What the engine is measured beside: the fastest plain JavaScript for one network and one sample, forward
 * and backward.
 *
 * Hidden layers are tanh, the output is sigmoid with binary cross-entropy. tanh's derivative is the cheap 1 −
 * h², not
 * the exact one of its entry; sigmoid and cross-entropy share one exponential. Neither floor could be used for
 * another
 * network, or say what it computes.
 */

/**
 * Straight-line code: no loop, every number in a variable. With `all`, it leaves every value and gradient in
 * a typed
 * array, as the engine does; without, only the loss and the gradients of weights and biases.
 * @param {number[]} sizes @param {boolean} all
 */
export function straightLine(sizes, all) {
  const parameters = new Float64Array(countOf(sizes));
  const inputs = new Float64Array(sizes[0]);
  const target = new Float64Array(sizes.at(-1));
  const gradients = new Float64Array(parameters.length);
  const values = new Float64Array(4 * sizes.reduce((a, b) => a + b) + 1);
  const lines = [];
  const keep = (name) => all && lines.push(`v[${kept++}] = ${name};`);
  let kept = 1;
  let slot = 0;
  let sources = Array.from(inputs, (_, k) => `x${k}`);
  const layers = sizes.slice(1).map((size, depth) => {
    const neurons = Array.from({ length: size }, (_, j) => ({
      id: `${depth}_${j}`,
      first: (slot += sources.length + 1) - sources.length - 1,
    }));
    const layer = { neurons, sources };
    sources = neurons.map(({ id }) => `h${id}`);
    return layer;
  });
  const last = layers.at(-1);

  layers[0].sources.forEach((x, k) => lines.push(`const ${x} = x[${k}];`));
  for (const layer of layers) {
    for (const { id, first } of layer.neurons) {
      layer.sources.forEach((_, k) => lines.push(`const w${first + k} = p[${first + k}];`));
      const products = layer.sources.map((source, k) => `w${first + k} * ${source}`);
      lines.push(`const z${id} = ${products.join(" + ")} + p[${first + layer.sources.length}];`);
      keep(`z${id}`);
      if (layer !== last) lines.push(`const h${id} = Math.tanh(z${id});`);
      if (layer !== last) keep(`h${id}`);
    }
  }
  const count = last.neurons.length;
  last.neurons.forEach(({ id }, j) => {
    lines.push(
      `const y${id} = y[${j}], e${id} = Math.exp(-Math.abs(z${id})), t${id} = 1 / (1 + e${id}), l${id} = Math.log1p(e${id});`,
      `const s${id} = z${id} >= 0 ? t${id} : e${id} * t${id}, c${id} = z${id} >= 0 ? e${id} * t${id} : t${id};`,
      `const d${id} = ((1 - y${id}) * s${id} - y${id} * c${id}) / ${count};`,
    );
    keep(`s${id}`);
  });
  const terms = last.neurons.map(
    ({ id }) => `(1 - y${id}) * (Math.max(z${id}, 0) + l${id}) + y${id} * (Math.max(-z${id}, 0) + l${id})`,
  );
  lines.push(`v[0] = (${terms.join(" + ")}) / ${count};`);
  for (let depth = layers.length - 1; depth >= 0; depth -= 1) {
    const { neurons, sources: from } = layers[depth];
    for (const { id, first } of neurons) {
      keep(`d${id}`);
      from.forEach((source, k) => lines.push(`g[${first + k}] = d${id} * ${source};`));
      lines.push(`g[${first + from.length}] = d${id};`);
    }
    if (depth === 0) continue;
    layers[depth - 1].neurons.forEach(({ id }, k) => {
      const arriving = neurons.toReversed().map((neuron) => `d${neuron.id} * w${neuron.first + k}`);
      lines.push(`const a${id} = ${arriving.join(" + ")};`);
      keep(`a${id}`);
      lines.push(`const d${id} = a${id} * (1 - h${id} * h${id});`);
    });
  }
  const run = new Function("p", "x", "y", "g", "v", lines.join("\n"));
  return {
    parameters,
    inputs,
    target,
    gradients,
    loss: values,
    pass: () => run(parameters, inputs, target, gradients, values),
  };
}

/**
 * Loops over typed arrays of their own for every layer, four rows at a time.
 * @param {number[]} sizes
 */
export function blockedLoops(sizes, softmax = false) {
  const parameters = new Float64Array(countOf(sizes));
  const gradients = new Float64Array(parameters.length);
  const target = new Float64Array(sizes.at(-1));
  const loss = new Float64Array(1);
  let slot = 0;
  const h = sizes.map((size) => new Float64Array(size));
  const layers = sizes.slice(1).map((m, depth) => {
    const n = sizes[depth];
    const part = (numbers, length) => numbers.subarray(slot, slot + length);
    const layer = {
      m,
      n,
      w: part(parameters, m * (n + 1)),
      g: part(gradients, m * (n + 1)),
      z: new Float64Array(m),
      d: new Float64Array(m),
    };
    slot += m * (n + 1);
    return layer;
  });
  const last = layers.length - 1;

  function pass() {
    for (let i = 0; i <= last; i += 1) {
      sums(layers[i], h[i]);
      const { z } = layers[i];
      if (i < last) for (let j = 0; j < z.length; j += 1) h[i + 1][j] = Math.tanh(z[j]);
    }
    if (softmax) byClasses(layers[last], h[last + 1]);
    else byOutputs(layers[last], h[last + 1]);
    for (let i = last; i >= 0; i -= 1) {
      if (i === 0) {
        byWeights(layers[0], h[0]);
      } else {
        const before = layers[i - 1].d;
        byWeightsAndSources(layers[i], h[i], before);
        for (let j = 0; j < before.length; j += 1) before[j] *= 1 - h[i][j] * h[i][j];
      }
    }
  }

  /** Softmax and categorical cross-entropy. */
  function byClasses({ z, d }, s) {
    let top = -Infinity;
    let whole = 0;
    let total = 0;
    for (let j = 0; j < z.length; j += 1) if (z[j] > top) top = z[j];
    for (let j = 0; j < z.length; j += 1) {
      s[j] = Math.exp(z[j] - top);
      whole += s[j];
    }
    const logarithm = Math.log(whole);
    for (let j = 0; j < z.length; j += 1) {
      s[j] /= whole;
      d[j] = s[j] - target[j];
      total += target[j] * (logarithm + top - z[j]);
    }
    loss[0] = total;
  }

  /** Sigmoids and binary cross-entropy. */
  function byOutputs({ z, d }, prediction) {
    let total = 0;
    for (let j = 0; j < z.length; j += 1) {
      const y = target[j];
      const e = Math.exp(-Math.abs(z[j]));
      const t = 1 / (1 + e);
      const s = z[j] >= 0 ? t : e * t;
      const c = z[j] >= 0 ? e * t : t;
      const l = Math.log1p(e);
      prediction[j] = s;
      d[j] = ((1 - y) * s - y * c) / z.length;
      total += (1 - y) * (Math.max(z[j], 0) + l) + y * (Math.max(-z[j], 0) + l);
    }
    loss[0] = total / z.length;
  }
  return { parameters, inputs: h[0], target, gradients, loss, pass };
}

function sums({ m, n, w, z }, x) {
  let j = 0;
  for (let a = 0; j + 3 < m; j += 4, a += 4 * (n + 1)) {
    const b = a + n + 1,
      c = b + n + 1,
      d = c + n + 1;
    let p = 0,
      q = 0,
      r = 0,
      s = 0;
    for (let k = 0; k < n; k += 1) {
      const t = x[k];
      p += w[a + k] * t;
      q += w[b + k] * t;
      r += w[c + k] * t;
      s += w[d + k] * t;
    }
    z[j] = p + w[a + n];
    z[j + 1] = q + w[b + n];
    z[j + 2] = r + w[c + n];
    z[j + 3] = s + w[d + n];
  }
  for (let a = j * (n + 1); j < m; j += 1, a += n + 1) {
    let p = 0;
    for (let k = 0; k < n; k += 1) p += w[a + k] * x[k];
    z[j] = p + w[a + n];
  }
}

function byWeights({ m, n, g, d: delta }, x) {
  let j = 0;
  for (let a = 0; j + 3 < m; j += 4, a += 4 * (n + 1)) {
    const b = a + n + 1,
      c = b + n + 1,
      d = c + n + 1;
    const p = delta[j],
      q = delta[j + 1],
      r = delta[j + 2],
      s = delta[j + 3];
    for (let k = 0; k < n; k += 1) {
      const t = x[k];
      g[a + k] = p * t;
      g[b + k] = q * t;
      g[c + k] = r * t;
      g[d + k] = s * t;
    }
    g[a + n] = p;
    g[b + n] = q;
    g[c + n] = r;
    g[d + n] = s;
  }
  for (let a = j * (n + 1); j < m; j += 1, a += n + 1) {
    for (let k = 0; k < n; k += 1) g[a + k] = delta[j] * x[k];
    g[a + n] = delta[j];
  }
}

function byWeightsAndSources({ m, n, w, g, d: delta }, x, before) {
  for (let k = 0; k < n; k += 1) before[k] = 0;
  let j = 0;
  for (let a = 0; j + 3 < m; j += 4, a += 4 * (n + 1)) {
    const b = a + n + 1,
      c = b + n + 1,
      d = c + n + 1;
    const p = delta[j],
      q = delta[j + 1],
      r = delta[j + 2],
      s = delta[j + 3];
    for (let k = 0; k < n; k += 1) {
      const t = x[k];
      g[a + k] = p * t;
      g[b + k] = q * t;
      g[c + k] = r * t;
      g[d + k] = s * t;
      before[k] += p * w[a + k] + q * w[b + k] + r * w[c + k] + s * w[d + k];
    }
    g[a + n] = p;
    g[b + n] = q;
    g[c + n] = r;
    g[d + n] = s;
  }
  for (let a = j * (n + 1); j < m; j += 1, a += n + 1) {
    const p = delta[j];
    for (let k = 0; k < n; k += 1) {
      g[a + k] = p * x[k];
      before[k] += p * w[a + k];
    }
    g[a + n] = p;
  }
}

function countOf(sizes) {
  return sizes.slice(1).reduce((count, m, depth) => count + m * (sizes[depth] + 1), 0);
}
