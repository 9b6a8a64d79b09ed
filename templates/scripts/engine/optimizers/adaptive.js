/**
 * Optimizers that give each parameter a rate of its own, by the sizes that its gradients have had. In all of
 * them epsilon stands outside the root, as in PyTorch. The same as generator/engine/optimizers/adaptive.py.
 *
 * @typedef {import("./entry.js").Optimizer} Optimizer
 * @typedef {import("./entry.js").Settings} Settings
 */

/** @param {number} usual */
const epsilonOf = (usual) => ({ usual, least: 0, below: 1 });

/** @type {Optimizer} */
export const ADAGRAD = {
  // J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods", 2011.
  formula: "s_t = s + g^2\nw_t = w - eta*g/(sqrt(s_t) + epsilon)",
  step(w, g, { sum_of_squares: s }, eta, { epsilon }) {
    for (let i = 0; i < w.length; i += 1) {
      s[i] += g[i] * g[i];
      w[i] -= (eta * g[i]) / (Math.sqrt(s[i]) + epsilon);
    }
  },
  state: { sum_of_squares: "s" },
  settings: { epsilon: epsilonOf(1e-10) },
  symbols: { epsilon: "epsilon" },
};

/** @type {Optimizer} */
export const RMSPROP = {
  // G. Hinton's lecture 6e of 2012, as PyTorch has it.
  formula: "v_t = alpha*v + (1 - alpha)*g^2\nw_t = w - eta*g/(sqrt(v_t) + epsilon)",
  step(w, g, { second_moment: v }, eta, { smoothing, epsilon }) {
    for (let i = 0; i < w.length; i += 1) {
      v[i] = smoothing * v[i] + (1 - smoothing) * (g[i] * g[i]);
      w[i] -= (eta * g[i]) / (Math.sqrt(v[i]) + epsilon);
    }
  },
  state: { second_moment: "v" },
  settings: { smoothing: { usual: 0.99, least: 0, below: 1 }, epsilon: epsilonOf(1e-8) },
  symbols: { smoothing: "alpha", epsilon: "epsilon" },
};

const MOMENTS = "m_t = beta_1*m + (1 - beta_1)*g\nv_t = beta_2*v + (1 - beta_2)*g^2\n";
const CORRECTED = `${MOMENTS}m_hat = m_t/(1 - beta_1^t)\nv_hat = v_t/(1 - beta_2^t)\n`;
const ADAM_STATE = { first_moment: "m", second_moment: "v" };
const ADAM_SETTINGS = {
  beta1: { usual: 0.9, least: 0, below: 1 },
  beta2: { usual: 0.999, least: 0, below: 1 },
  epsilon: epsilonOf(1e-8),
};
const ADAM_SYMBOLS = { beta1: "beta_1", beta2: "beta_2", epsilon: "epsilon" };

/**
 * Both moments, then the move: divided by `forFirst` and `forSecond` they make up for having begun at 0.
 * @param {Float64Array} w
 * @param {Float64Array} g
 * @param {import("./entry.js").State} state
 * @param {number} eta
 * @param {Settings} settings
 * @param {number} forFirst
 * @param {number} forSecond
 */
function moveByMoments(w, g, state, eta, { beta1, beta2, epsilon }, forFirst, forSecond) {
  const { first_moment: m, second_moment: v } = state;
  for (let i = 0; i < w.length; i += 1) {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i];
    v[i] = beta2 * v[i] + (1 - beta2) * (g[i] * g[i]);
    w[i] -= (eta * (m[i] / forFirst)) / (Math.sqrt(v[i] / forSecond) + epsilon);
  }
}

/** @type {Optimizer} */
export const ADAM = {
  // D. Kingma and J. Ba, "Adam", 2015, algorithm 1.
  formula: `${CORRECTED}w_t = w - eta*m_hat/(sqrt(v_hat) + epsilon)`,
  step(w, g, state, eta, settings, t) {
    moveByMoments(w, g, state, eta, settings, 1 - settings.beta1 ** t, 1 - settings.beta2 ** t);
  },
  state: ADAM_STATE,
  settings: ADAM_SETTINGS,
  symbols: ADAM_SYMBOLS,
};

/** @type {Optimizer} */
export const ADAM_UNCORRECTED = {
  // Without the division that makes up for averages which begin at 0: the first moves are about three times too long.
  formula: `${MOMENTS}w_t = w - eta*m_t/(sqrt(v_t) + epsilon)`,
  step(w, g, state, eta, settings) {
    moveByMoments(w, g, state, eta, settings, 1, 1);
  },
  state: ADAM_STATE,
  settings: ADAM_SETTINGS,
  symbols: ADAM_SYMBOLS,
};

/** @type {Optimizer} */
export const ADAMW = {
  // I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization", 2019: m and v know nothing of the decay.
  formula: `${CORRECTED}u = w - eta*lambda*w\nw_t = u - eta*m_hat/(sqrt(v_hat) + epsilon)`,
  step(w, g, state, eta, settings, t) {
    for (let i = 0; i < w.length; i += 1) w[i] -= eta * settings.decay * w[i];
    ADAM.step(w, g, state, eta, settings, t);
  },
  state: ADAM_STATE,
  settings: { ...ADAM_SETTINGS, decay: { usual: 0.01, least: 0, below: 1 } },
  symbols: { ...ADAM_SYMBOLS, decay: "lambda" },
};
